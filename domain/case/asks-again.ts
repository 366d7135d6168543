/** After which events the criteria are asked (again). */
import type { CaseEvent, CaseStatus, EventType } from '../../schemas/index';
import type { CaseState } from './state';

/** The advice rests on these: facts, and whether another case is about the same person. */
const newFacts: readonly EventType[] = [
  'caseRegistered',
  'draftSubmitted',
  'caseReopened',
  'factsUpdated',
  'informationSupplied',
  'mergeRejected',
];

/** Before registration nothing is asked of the criteria, and of a closed case no more. */
const unasked: readonly (CaseStatus | undefined)[] = ['draft', 'preclarified', 'closed'];

const asksAgain = (event: CaseEvent): boolean => {
  if (event.type === 'rulesAdopted') return event.data.policyChanged;
  if (event.type !== 'deadlineReached') return newFacts.includes(event.type);
  return event.data.deadline === 'T_FACTS' || event.data.deadline === 'T_DEFER';
};

/**
 * True when the facts or the rules that a verdict rests on changed: the criteria are asked (again).
 * `state` is the one that the events made.
 */
export const needsVerdict = (
  events: readonly CaseEvent[],
  state?: Pick<CaseState, 'status'>,
): boolean => !unasked.includes(state?.status) && events.some(asksAgain);
