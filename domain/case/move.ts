/**
 * The person moves to another canton (domain.md 6): the clocks of this one stand still, and the other
 * one gets what a new consent names, or nothing. Without that consent a person closes the case.
 */
import type { CantonCode, Consent, Deadline, Happening } from '../../schemas/index';
import { waitsInPause } from '../deadlines/legal';
import type { Decider, Moment } from '../decision';
import { accept, refuse } from '../decision';
import { caseOwner, clear, resume, set, stop } from './clocks';
import type { Evolver } from './evolver';
import { closes, endReferrals, uninformedOf } from './ending';
import type { CaseState } from './state';
import { findReferral } from './state';

/** Duties of the law, days that people fixed, and what other cases wait for go on. */
const standsStill = (deadline: Deadline): boolean =>
  waitsInPause(deadline) && deadline.kind !== 'T_MERGE' && deadline.kind !== 'T_MOVE';

const stands = (state: CaseState, moment: Moment): readonly Happening[] =>
  state.deadlines.filter(standsStill).flatMap(({ key }) => stop(state, moment, key));

/** A clock that stood still before the person moved waits for facts that are owed, or for consent. */
const waitsOn = (state: CaseState, { kind, referralId }: Deadline): boolean => {
  if (referralId === undefined) return kind === 'T_CRIT' && state.status === 'returned_info';
  const referral = findReferral(state, referralId);
  if (referral?.suspended === true) return true;
  return kind === 'T_DEC' && referral?.status === 'info_requested';
};

const staysAfterAll = (state: CaseState, moment: Moment): readonly Happening[] => [
  { type: 'cantonLeft', data: { to: state.canton } },
  ...clear(state, moment, { kinds: ['T_MOVE'] }),
  ...(state.paused === undefined ? state.deadlines : [])
    .filter((one) => !waitsOn(state, one))
    .flatMap(({ key }) => resume(state, moment, key)),
];

/** To the own canton: the person stays after all. */
export const moveCanton: Decider<'moveCanton'> = (state, { kind, to }, moment) => {
  if (to === (state.leavingTo ?? state.canton))
    return refuse('not_allowed_in_this_state', { command: kind, to });
  if (to === state.canton) return accept(...staysAfterAll(state, moment));
  return accept(
    { type: 'cantonLeft', data: { to } },
    ...stands(state, moment),
    set({ kind: 'T_MOVE', owedBy: caseOwner(state) }, moment),
  );
};

/** Whether a consent lets the case go over to the canton that the person moves to. */
export const handsOver = ({ leavingTo }: CaseState, consent: Consent): boolean =>
  leavingTo !== undefined && consent.status === 'given' && consent.handoverTo === leavingTo;

/** Nobody can be registered without a name, nor by an office that the consent does not name. */
export const handoverGap = (
  state: CaseState,
  consent: Consent,
): { readonly to: string } | undefined =>
  handsOver(state, consent) &&
  !(consent.recipients.includes('coo') && consent.fieldGroups.includes('identity'))
    ? { to: `${consent.handoverTo ?? ''}-coo` }
    : undefined;

/** The other canton has the case: this one ends, unless the person has still to be told of something. */
export const departed = (state: CaseState, moment: Moment): readonly Happening[] =>
  uninformedOf(state).length > 0
    ? []
    : [
        ...endReferrals(state, 'no_longer_needed'),
        ...clear(state, moment, {}),
        closes('moved_canton', moment),
      ];

const withoutMove = ({ leavingTo, ...rest }: CaseState): CaseState => rest;
const leaving = (state: CaseState, to: CantonCode): CaseState =>
  to === state.canton ? withoutMove(state) : { ...state, leavingTo: to };

/** What these events do to the case. */
export const moveEvolvers = {
  cantonLeft: ((state, { data }) => leaving(state, data.to)) satisfies Evolver<'cantonLeft'>,
} as const;
