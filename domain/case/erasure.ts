/**
 * The end of what is kept of a person (domain.md 3.2 restricted, 5.2 retention and subject rights): the
 * person may ask, the law keeps what it keeps, a hold keeps it longer, and then it is erased for good.
 */
import { localDate } from '../deadlines/dates';
import type { Decider, Moment } from '../decision';
import { accept, refuse } from '../decision';
import { clear, set } from './clocks';
import { keptFrom } from './ending';
import type { Evolver } from './evolver';
import type { CaseState, ClosedCase } from './state';

type Restriction = NonNullable<CaseState['restricted']>;

/** The last day on which a closed case is kept; one that ended before there was such a day, by the rules of today. */
export const keptUntil = (
  { keepUntil, closedAt, changedAt }: ClosedCase,
  { policy }: { readonly policy: Moment['policy'] },
): string => keepUntil ?? keptFrom(localDate(closedAt ?? changedAt), policy);

/** The person asked and waits for an answer. */
export const isUnanswered = ({ restricted }: CaseState): boolean =>
  restricted?.erasureSince !== undefined && restricted.answered !== true;

/** What rests on consent stops in the same step; the answer is owed within the days of the law. */
export const requestErasure: Decider<'requestErasure'> = (state, { kind }, moment) => {
  if (isUnanswered(state)) return refuse('not_allowed_in_this_state', { command: kind });
  if (state.status !== 'closed')
    return accept(
      { type: 'erasureRequested', data: {} },
      set({ kind: 'T_ERASURE', owedBy: moment.policy.coordination }, moment),
    );
  const until = keptUntil(state, moment);
  // Nobody waits for a closed case: the answer is given at once.
  return localDate(moment.now) <= until
    ? refuse('retention_runs', { until })
    : accept({ type: 'erasureRequested', data: {} });
};

export const answerErasure: Decider<'answerErasure'> = (state, { kind, answer }, moment) =>
  state.restricted?.erasureSince === undefined ||
  (answer === 'kept_by_law' && state.restricted.answered === true)
    ? refuse('not_allowed_in_this_state', { command: kind })
    : accept(
        { type: 'erasureAnswered', data: { answer } },
        ...clear(state, moment, { kinds: ['T_ERASURE'] }),
      );

export const placeLegalHold: Decider<'placeLegalHold'> = (state, { kind, reason }) =>
  state.restricted?.hold === undefined
    ? accept({ type: 'legalHoldPlaced', data: { reason } })
    : refuse('not_allowed_in_this_state', { command: kind });

export const liftLegalHold: Decider<'liftLegalHold'> = (state, { kind }) =>
  state.restricted?.hold === undefined
    ? refuse('not_allowed_in_this_state', { command: kind })
    : accept({ type: 'legalHoldLifted', data: {} });

/** The dossier goes with it, beside the case (`handoversOf`). */
export const eraseCase: Decider<'eraseCase'> = (state, { kind }, moment) => {
  if (state.status !== 'closed') return refuse('not_allowed_in_this_state', { command: kind });
  const { hold } = state.restricted ?? {};
  if (hold !== undefined) return refuse('legal_hold', { reason: hold.reason });
  const until = keptUntil(state, moment);
  return localDate(moment.now) <= until
    ? refuse('retention_runs', { until })
    : accept({ type: 'caseErased', data: {} });
};

const restrict = ({ restricted, ...state }: CaseState, to: Restriction): CaseState =>
  Object.keys(to).length === 0 ? state : { ...state, restricted: to };

const withoutErasure = ({ erasureSince, answered, ...rest }: Restriction): Restriction => rest;
const withoutHold = ({ hold, ...rest }: Restriction): Restriction => rest;

/** What these events do to the case. */
export const erasureEvolvers = {
  erasureRequested: ((state, { at }) =>
    restrict(state, {
      ...withoutErasure(state.restricted ?? {}),
      erasureSince: at,
    })) satisfies Evolver<'erasureRequested'>,
  erasureAnswered: ((state, { data }) =>
    restrict(
      state,
      data.answer === 'withdrawn'
        ? withoutErasure(state.restricted ?? {})
        : { ...state.restricted, answered: true },
    )) satisfies Evolver<'erasureAnswered'>,
  legalHoldPlaced: ((state, { at, data }) =>
    restrict(state, {
      ...state.restricted,
      hold: { ...data, since: at },
    })) satisfies Evolver<'legalHoldPlaced'>,
  legalHoldLifted: ((state) =>
    restrict(state, withoutHold(state.restricted ?? {}))) satisfies Evolver<'legalHoldLifted'>,
  caseErased: ((state, { at }) =>
    state.status === 'closed' ? { ...state, erasedAt: at } : state) satisfies Evolver<'caseErased'>,
} as const;
