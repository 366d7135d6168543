/** Who has a case or a referral in a state: the one whose clock is due first (domain.md 3.4). */
import type { Deadline, InstitutionId, LedgerParty, ReferralId } from '../../schemas/index';
import { caseOwner } from '../case/clocks';
import type { CaseState } from '../case/state';
import { findReferral, isOpen, leadOf } from '../case/state';
import { kindOf } from '../institution';

export interface Holder {
  readonly party: LedgerParty;
  readonly institutionId?: InstitutionId | undefined;
}

const standingStill = ({ paused, dormant }: CaseState): Holder | undefined => {
  if (paused !== undefined)
    return { party: paused.reason === 'person_unreachable' ? 'person' : 'paused' };
  return dormant ? { party: 'person' } : undefined;
};

const isOwed = ({ kind, stopped }: Deadline): boolean =>
  stopped === undefined && kind !== 'T_FACTS' && kind !== 'T_PERMIT' && kind !== 'T_ORPHAN';

/** The clock that is due first; where two are due at once, the first by name. */
const firstDue = ({ deadlines }: CaseState): Deadline | undefined =>
  deadlines
    .filter(isOwed)
    .toSorted((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt) || (a.key < b.key ? -1 : 1))[0];

const partyOf = (
  state: CaseState,
  institutionId: InstitutionId,
  referralId: ReferralId | undefined,
): LedgerParty => {
  const referral = findReferral(state, referralId ?? '');
  if (referral?.to === institutionId) return 'receiver';
  if (referral?.from === institutionId) return 'sender';
  if (leadOf(state) === institutionId) return 'lead';
  if (kindOf(institutionId) === 'coo') return 'coordination';
  return state.registeredBy === institutionId ? 'sender' : 'receiver';
};

/** Who has the case; undefined once it is closed. */
export const holderOfCase = (state: CaseState): Holder | undefined => {
  if (state.status === 'closed') return undefined;
  const due = firstDue(state);
  const institutionId = due?.owedBy ?? caseOwner(state);
  return (
    standingStill(state) ?? {
      party: partyOf(state, institutionId, due?.referralId),
      institutionId,
    }
  );
};

/** Who has a referral; undefined before it was sent and once it has ended. */
export const holderOfReferral = (state: CaseState, id: ReferralId): Holder | undefined => {
  const referral = findReferral(state, id);
  if (referral === undefined || referral.status === 'draft' || !isOpen(referral)) return undefined;
  if (state.paused !== undefined) return standingStill(state);
  // Without consent nobody may go on before the person says so.
  if (referral.suspended === true) return { party: 'person' };
  return referral.status === 'info_requested'
    ? { party: 'sender', institutionId: referral.from }
    : { party: 'receiver', institutionId: referral.to };
};
