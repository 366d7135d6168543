/** Clocks that no agreement between offices moves and no pause stops (domain.md 3.1, 3.4). */
import type { Deadline, DeadlineKind } from '../../schemas/index';

const legalKinds: readonly DeadlineKind[] = [
  'T_APPEAL',
  'T_INFORM',
  'T_RECALL',
  'T_LETTER',
  'T_DUTY',
  'T_ERASURE',
];

/** The law says how long: an appeal, a duty to inform, to recall, to refer. */
export const isLegal = ({ kind, term }: Deadline): boolean =>
  legalKinds.includes(kind) ||
  (term !== undefined && 'CD' in term && term.standstill !== undefined);

/** They follow from facts and rules, or watch over the engine itself: nobody agrees on them. */
const ruledKinds: readonly DeadlineKind[] = ['T_FACTS', 'T_PERMIT', 'T_DEFER', 'T_ORPHAN'];

/** True when offices can not agree on another day. */
export const isFixed = (deadline: Deadline): boolean =>
  isLegal(deadline) || ruledKinds.includes(deadline.kind);

/** They run on in a pause: it is looked at, the person is written to, a delegation ends. */
const pauseKinds: readonly DeadlineKind[] = ['T_PAUSE', 'T_CONTACT', 'T_DELEGATION'];

/**
 * True for a clock of service that waits while the case stands still: business days, months of a
 * follow-up, the next look at a referral. Calendar days and appointments never wait.
 */
export const waitsInPause = (deadline: Deadline): boolean => {
  const { kind, basis } = deadline;
  if (isFixed(deadline) || pauseKinds.includes(kind)) return false;
  return kind === 'T_REVIEW' || basis === 'BD' || basis === 'months';
};
