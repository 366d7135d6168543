/** The way of a real case as a Mermaid flowchart: statuses, dates and institution ids, never a person. */
import type { CaseEvent, PathLane, PathStep } from '../../schemas/index';
import type { CaseState, ReferralState } from '../case/state';
import { localDate } from '../deadlines/dates';
import { wayOf } from './way';

const node = (id: string, words: readonly string[], role: string): string =>
  `${id}["${words.join('<br/>')}"]:::${role}`;

const dateOf = ({ at }: PathStep): string[] => (at === undefined ? [] : [localDate(at)]);

const drawLane = (lane: PathLane, flags: readonly string[]): string[] => {
  const { referralId: id = 'case', from, to, steps } = lane;
  const title = from === undefined || to === undefined ? id : `${id} ${from} - ${to}`;
  const visits = steps.filter(({ state }) => state !== 'possible');
  const next = steps.filter(({ state }) => state === 'possible');
  const last = visits.length - 1;
  return [
    `  subgraph ${id}_lane ["${title}"]`,
    ...visits.map((step, i) => {
      const isNow = step.state === 'now';
      const words = [step.status, ...dateOf(step), ...(isNow ? flags : [])];
      return `    ${node(`${id}_${String(i)}`, words, isNow ? 'current' : 'done')}`;
    }),
    ...visits
      .slice(1)
      .map(({ by }, i) => `    ${id}_${String(i)} -->|${by.join()}| ${id}_${String(i + 1)}`),
    ...next.map(({ status }) => `    ${node(`${id}_to_${status}`, [status], 'possible')}`),
    ...next.map(
      ({ status, by }) => `    ${id}_${String(last)} -.->|${by.join(', ')}| ${id}_to_${status}`,
    ),
    '  end',
  ];
};

const flagsOf = (state: CaseState | undefined): readonly string[] => {
  if (state === undefined) return [];
  const { paused, urgent, dormant, consentSuspended } = state;
  const marks: readonly [unknown, string][] = [
    [paused, 'paused'],
    [urgent, 'urgent'],
    [dormant, 'dormant'],
    [consentSuspended, 'consent suspended'],
  ];
  return marks.filter(([holds]) => holds !== undefined && holds !== false).map(([, word]) => word);
};

const styles = [
  '  classDef done fill:#e6e6e6,stroke:#595959,color:#000000',
  '  classDef current fill:#00508c,stroke:#00304f,color:#ffffff',
  '  classDef possible fill:#ffffff,stroke:#595959,stroke-dasharray:4,color:#000000',
];

/** Mermaid text; `shows` keeps referrals away that the reader may not see. */
export const pathOf = (
  events: readonly CaseEvent[],
  caseId: string,
  shows?: (referral: ReferralState) => boolean,
): string => {
  const { lanes, state } = wayOf(events, caseId, shows);
  const drawn = lanes.flatMap((lane) =>
    drawLane(lane, lane.referralId === undefined ? flagsOf(state) : []),
  );
  return `${['flowchart LR', ...drawn, ...styles].join('\n')}\n`;
};
