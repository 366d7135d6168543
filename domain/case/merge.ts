/**
 * Two cases of one person (domain.md 3.2: one active case per person and canton; 6: duplicates). The
 * engine and people propose, a coordinator accepts: nothing is ever merged by itself. The later case
 * ends in the other one, which keeps its facts as an annex.
 */
import type { CaseId, CaseLink, Happening, VerdictSummary } from '../../schemas/index';
import type { Decider, Moment } from '../decision';
import { accept, refuse } from '../decision';
import { clear, set } from './clocks';
import { closes, endReferrals, uninformedOf } from './ending';
import type { Evolver } from './evolver';
import { departed } from './move';
import type { CaseState } from './state';

const proposed = (withCase: CaseId, moment: Moment): readonly Happening[] => [
  { type: 'mergeProposed', data: { withCase } },
  set({ kind: 'T_MERGE', owedBy: moment.policy.coordination }, moment),
];

/** What advice says of another case of the person: proposed once, and never again after a no. */
export const proposedBy = (
  state: CaseState,
  { sameAs }: VerdictSummary,
  moment: Moment,
): readonly Happening[] =>
  sameAs === undefined ||
  sameAs === state.id ||
  state.mergeWith !== undefined ||
  state.mergeRejected?.includes(sameAs) === true
    ? []
    : proposed(sameAs, moment);

/** People may propose again what was rejected: then they know more. */
export const proposeMerge: Decider<'proposeMerge'> = (state, { kind, withCase }, moment) => {
  if (withCase === state.id) return refuse('not_the_same_person', { withCase });
  return state.mergeWith === undefined
    ? accept(...proposed(withCase, moment))
    : refuse('not_allowed_in_this_state', { command: kind, withCase: state.mergeWith });
};

export const rejectMerge: Decider<'rejectMerge'> = ({ mergeWith, ...state }, { kind }, moment) =>
  mergeWith === undefined
    ? refuse('not_allowed_in_this_state', { command: kind })
    : accept(
        { type: 'mergeRejected', data: { withCase: mergeWith } },
        ...clear(state, moment, { kinds: ['T_MERGE'] }),
      );

/** This case ends in the other; its recipients are told, and the other hears by `linkCase`. */
export const acceptMerge: Decider<'acceptMerge'> = (state, { kind }, moment) => {
  const { mergeWith } = state;
  if (mergeWith === undefined) return refuse('not_allowed_in_this_state', { command: kind });
  const uninformed = uninformedOf(state);
  if (uninformed.length > 0) return refuse('person_not_informed', { referrals: [...uninformed] });
  return accept(
    { type: 'caseLinked', data: { caseId: mergeWith, link: 'merged_into' } },
    ...endReferrals(state, 'no_longer_needed'),
    ...clear(state, moment, {}),
    closes('duplicate', moment),
  );
};

const isLinked = (state: CaseState, caseId: CaseId, link: CaseLink): boolean =>
  state.links?.some((one) => one.caseId === caseId && one.link === link) === true;

/** The engine tells a case what became of it in another one. */
export const linkCase: Decider<'linkCase'> = (state, body, moment) => {
  const { kind, ...data } = body;
  if (body.caseId === state.id || isLinked(state, body.caseId, body.link))
    return refuse('not_allowed_in_this_state', { command: kind });
  return accept(
    { type: 'caseLinked', data },
    ...(body.caseId === state.mergeWith ? clear(state, moment, { kinds: ['T_MERGE'] }) : []),
    ...(body.link === 'moved_to' ? departed(state, moment) : []),
  );
};

const settled = ({ mergeWith, ...rest }: CaseState): CaseState => rest;

const linked: Evolver<'caseLinked'> = (state, { data }) => {
  const { office } = data;
  const open = data.caseId === state.mergeWith ? settled(state) : state;
  return {
    ...open,
    links: [...(state.links ?? []), data],
    // Who registered the person too has a part in the case from now on.
    invited:
      office === undefined || state.invited.includes(office)
        ? state.invited
        : [...state.invited, office],
  };
};

/** What these events do to the case. */
export const mergeEvolvers = {
  mergeProposed: ((state, { data: { withCase } }) => ({
    ...state,
    mergeWith: withCase,
    mergeRejected: (state.mergeRejected ?? []).filter((one) => one !== withCase),
  })) satisfies Evolver<'mergeProposed'>,
  mergeRejected: ((state, { data: { withCase } }) => ({
    ...settled(state),
    mergeRejected: [...(state.mergeRejected ?? []), withCase],
  })) satisfies Evolver<'mergeRejected'>,
  caseLinked: linked,
} as const;
