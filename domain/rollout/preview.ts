/**
 * What new rules do to one open case. It runs the very decisions that the rollout takes and reads
 * off what they changed, so a preview can not promise something else than the run does.
 */
import type {
  Actor,
  AnyCommandBody,
  CasePreview,
  Deadline,
  MovedDeadline,
  PastVerdict,
  RulesPreview,
  SuggestedRoute,
  VerdictSummary,
} from '../../schemas/index';
import { decide } from '../case/decide';
import { needsVerdict } from '../case/react';
import type { CaseState } from '../case/state';
import type { Context } from '../deadlines/deadline';

const engine: Actor = { userId: 'engine', role: 'system' };

const ask = (state: CaseState, body: AnyCommandBody, ctx: Context) =>
  decide(state, { commandId: 'preview', caseId: state.id, actor: engine, body }, ctx);

const nameOf = ({ to, purpose }: SuggestedRoute): string => `${to}:${purpose}`;

const without = (
  routes: readonly SuggestedRoute[],
  others: readonly SuggestedRoute[],
): SuggestedRoute[] => {
  const names = others.map(nameOf);
  return routes.filter((route) => !names.includes(nameOf(route)));
};

const changes = (
  had: readonly SuggestedRoute[] = [],
  has: readonly SuggestedRoute[] = [],
): CasePreview['routes'] => ({ gained: without(has, had), lost: without(had, has) });

const dutiesOf = ({ verdict }: CaseState): SuggestedRoute[] | undefined =>
  verdict?.duties?.map(({ to, purpose }) => ({ to, purpose }));

const isOverdue = (deadline: Deadline | undefined, now: string): boolean =>
  deadline !== undefined &&
  deadline.stopped === undefined &&
  Date.parse(deadline.dueAt) <= Date.parse(now);

const moved = (
  key: string,
  [before, after]: readonly [Deadline | undefined, Deadline | undefined],
  now: string,
): MovedDeadline[] => {
  const one = after ?? before;
  if (one === undefined || before?.dueAt === after?.dueAt) return [];
  return [
    {
      key,
      kind: one.kind,
      owedBy: one.owedBy,
      ...(before === undefined ? {} : { from: before.dueAt }),
      ...(after === undefined ? {} : { to: after.dueAt }),
      overdueNow: isOverdue(after, now) && !isOverdue(before, now),
    },
  ];
};

const movedDeadlines = (before: CaseState, after: CaseState, now: string): MovedDeadline[] => {
  const find = (state: CaseState, key: string) => state.deadlines.find((one) => one.key === key);
  const keys = [...before.deadlines, ...after.deadlines].map(({ key }) => key);
  return [...new Set(keys)].flatMap((key) =>
    moved(key, [find(before, key), find(after, key)], now),
  );
};

type Outcome = Pick<CasePreview, 'outcome'>;
const changedOutcome = (before: CaseState, after: CaseState): Outcome => {
  const from = before.verdict?.outcome;
  const to = after.verdict?.outcome;
  if (to === undefined || from === to) return {};
  return { outcome: { ...(from === undefined ? {} : { from }), to } };
};

/** A case that took up new rules; nothing is recorded. */
export interface Adoption {
  readonly state: CaseState;
  /** True when the criteria are asked again; their verdict is the next step. */
  readonly asksCriteria: boolean;
}

/** The first step of the rollout on a case; undefined when the rules of `ctx` change nothing. */
export const adoptRules = (
  state: CaseState,
  ctx: Context,
  askAgain: boolean,
): Adoption | undefined => {
  const adopted = ask(state, { kind: 'adoptRules', askAgain }, ctx);
  if (!adopted.ok) return undefined;
  return { state: adopted.state, asksCriteria: needsVerdict(adopted.events, adopted.state) };
};

/** The second step: the verdict of the criteria under the new rules. */
export const takeVerdict = (state: CaseState, verdict: VerdictSummary, ctx: Context): CaseState => {
  const judged = ask(state, { kind: 'recordVerdict', verdict }, ctx);
  return judged.ok ? judged.state : state;
};

/**
 * Reads off what changed between a case as it is and as it becomes; `becomes` is undefined when it
 * does not take up the rules.
 */
export const compare = (
  state: CaseState,
  becomes: CaseState | undefined,
  { now, pastVerdicts }: { readonly now: string; readonly pastVerdicts: readonly PastVerdict[] },
): CasePreview => {
  const after = becomes ?? state;
  return {
    caseId: state.id,
    status: state.status,
    moves: becomes !== undefined,
    ...changedOutcome(state, after),
    routes: changes(state.verdict?.route, after.verdict?.route),
    duties: changes(dutiesOf(state), dutiesOf(after)),
    deadlines: movedDeadlines(state, after, now),
    pastVerdicts: [...pastVerdicts],
  };
};

const gains = ({ routes, duties }: CasePreview): boolean =>
  routes.gained.length + duties.gained.length > 0;
const loses = ({ routes, duties }: CasePreview): boolean =>
  routes.lost.length + duties.lost.length > 0;

/** False when a case goes on as before, whatever version it is counted under. */
export const isTouched = (preview: CasePreview): boolean =>
  preview.outcome !== undefined ||
  gains(preview) ||
  loses(preview) ||
  preview.deadlines.length > 0 ||
  preview.pastVerdicts.length > 0;

type Summary = RulesPreview['summary'];

export const emptySummary: Summary = { adopting: 0, gained: 0, lost: 0, moved: 0, overdueNow: 0 };

/** The summary with one more case in it. */
export const addToSummary = (sum: Summary, preview: CasePreview): Summary => ({
  adopting: sum.adopting + Number(preview.moves),
  gained: sum.gained + Number(gains(preview)),
  lost: sum.lost + Number(loses(preview)),
  moved: sum.moved + Number(preview.deadlines.length > 0),
  overdueNow: sum.overdueNow + Number(preview.deadlines.some(({ overdueNow }) => overdueNow)),
});
