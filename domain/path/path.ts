/**
 * The way of a real case as a Mermaid flowchart: where it was, where it is, where it may go next, and
 * each of its referrals in a lane of its own. Statuses, dates and institution ids, never a person.
 */
import type { CaseEvent, CaseStatus, ReferralStatus } from '../../schemas/index';
import { evolve } from '../case/evolve';
import type { CaseState, ReferralState } from '../case/state';
import { localDate } from '../deadlines/dates';
import type { Move } from './moves';
import { caseMoves, referralMoves } from './moves';

interface Visit {
  readonly status: string;
  readonly on: string;
  /** The event that led there. */
  readonly by: string;
}

interface Lane {
  readonly id: string;
  readonly title: string;
  readonly visits: Visit[];
}

const visit = (lane: Lane, status: string, { at, type }: CaseEvent): void => {
  if (lane.visits.at(-1)?.status !== status)
    lane.visits.push({ status, on: localDate(at), by: type });
};

const laneOf = (lanes: Lane[], { id, from, to }: ReferralState): Lane => {
  const known = lanes.find((lane) => lane.id === id);
  if (known !== undefined) return known;
  const lane: Lane = { id, title: `${id} ${from} - ${to}`, visits: [] };
  lanes.push(lane);
  return lane;
};

/** The lane of the case, then one for each referral that the reader may see. */
const lanesOf = (
  events: readonly CaseEvent[],
  caseId: string,
  shows: (referral: ReferralState) => boolean,
): { readonly lanes: readonly Lane[]; readonly state: CaseState | undefined } => {
  const own: Lane = { id: 'case', title: 'case', visits: [] };
  const lanes: Lane[] = [];
  let state: CaseState | undefined;
  for (const event of events) {
    state = evolve(state, event, caseId);
    if (state === undefined) continue;
    visit(own, state.status, event);
    for (const referral of state.referrals) visit(laneOf(lanes, referral), referral.status, event);
  }
  const seen = state?.referrals.filter(shows).map(({ id }) => id) ?? [];
  return { lanes: [own, ...lanes.filter(({ id }) => seen.includes(id))], state };
};

const node = (id: string, words: readonly string[], role: string): string =>
  `${id}["${words.join('<br/>')}"]:::${role}`;

interface Possible {
  readonly moves: readonly Move<CaseStatus | ReferralStatus>[];
  /** Marks on the present status: what holds beside it. */
  readonly flags: readonly string[];
}

const drawLane = ({ id, title, visits }: Lane, { moves, flags }: Possible): string[] => {
  const last = visits.length - 1;
  const now = `${id}_${String(last)}`;
  const next = moves.filter(({ from }) => from === visits[last]?.status);
  return [
    `  subgraph ${id}_lane ["${title}"]`,
    ...visits.map(({ status, on }, i) => {
      const current = i === last;
      const words = [status, on, ...(current ? flags : [])];
      return `    ${node(`${id}_${String(i)}`, words, current ? 'current' : 'done')}`;
    }),
    ...visits
      .slice(1)
      .map(({ by }, i) => `    ${id}_${String(i)} -->|${by}| ${id}_${String(i + 1)}`),
    ...next.map(({ to }) => `    ${node(`${id}_to_${to}`, [to], 'possible')}`),
    ...next.map(({ to, by }) => `    ${now} -.->|${by.join(', ')}| ${id}_to_${to}`),
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
  shows: (referral: ReferralState) => boolean = () => true,
): string => {
  const { lanes, state } = lanesOf(events, caseId, shows);
  const drawn = lanes.flatMap((lane) =>
    lane.id === 'case'
      ? drawLane(lane, { moves: caseMoves, flags: flagsOf(state) })
      : drawLane(lane, { moves: referralMoves, flags: [] }),
  );
  return `${['flowchart LR', ...drawn, ...styles].join('\n')}\n`;
};
