/** The plan of a rehearsal: two goals, of the office that registered and of the first that helps. */
import type { AnyCommandBody, GoalState } from '../../schemas/index';
import type { CaseState } from '../case/state';
import { activeStatuses } from '../case/state';
import { addDays, localDate } from '../deadlines/dates';

const shortDays = 60;
const longDays = 120;

export const planned = ({
  state,
  ctx,
}: {
  readonly state: CaseState;
  readonly ctx: { readonly now: string };
}): { readonly body: AnyCommandBody } | undefined => {
  if (!activeStatuses.some((status) => status === state.status) || state.plan !== undefined)
    return undefined;
  const today = localDate(ctx.now);
  const helper = state.referrals.find(({ status }) => status === 'accepted')?.to;
  return {
    body: {
      kind: 'agreePlan',
      goals: [
        {
          goal: 'health',
          responsible: helper ?? state.registeredBy,
          dueOn: addDays(today, shortDays),
        },
        { goal: 'work', responsible: state.registeredBy, dueOn: addDays(today, longDays) },
      ],
    },
  };
};

/** The open goals of the plan, all in one state. */
export const goalsFor = (
  { plan }: CaseState,
  end: GoalState,
): { number: number; state: GoalState }[] =>
  (plan?.goals ?? [])
    .filter(({ state }) => state === 'open')
    .map(({ number }) => ({ number, state: end }));
