/**
 * Who has the ball, read off a case for its line in a list: pure. It says the same as
 * domain/ledger/holder.ts, whose values an adapter may not load; a test compares them.
 */
import type { CaseState } from '../../domain/case/state';
import type { CaseHolder, Deadline, InstitutionId, ReferralId } from '../../schemas/index';

const standingStill = ({ paused, dormant }: CaseState): CaseHolder | undefined => {
  if (paused !== undefined)
    return { party: paused.reason === 'person_unreachable' ? 'person' : 'paused' };
  return dormant ? { party: 'person' } : undefined;
};

const isOwed = ({ kind, stopped }: Deadline): boolean =>
  stopped === undefined && kind !== 'T_FACTS' && kind !== 'T_PERMIT' && kind !== 'T_ORPHAN';

const firstDue = ({ deadlines }: CaseState): Deadline | undefined =>
  deadlines
    .filter(isOwed)
    .toSorted((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt) || (a.key < b.key ? -1 : 1))[0];

const leadOf = (state: CaseState): InstitutionId | undefined =>
  'lead' in state ? state.lead.institutionId : undefined;

const isCoordination = (id: InstitutionId): boolean => id.split('-')[1] === 'coo';

const partyOf = (
  state: CaseState,
  institutionId: InstitutionId,
  referralId: ReferralId | undefined,
): CaseHolder['party'] => {
  const referral = state.referrals.find(({ id }) => id === referralId);
  if (referral?.to === institutionId) return 'receiver';
  if (referral?.from === institutionId) return 'sender';
  if (leadOf(state) === institutionId) return 'lead';
  if (isCoordination(institutionId)) return 'coordination';
  return state.registeredBy === institutionId ? 'sender' : 'receiver';
};

/** Who has the case; undefined once it is closed. */
export const holderOf = (state: CaseState): CaseHolder | undefined => {
  if (state.status === 'closed') return undefined;
  const due = firstDue(state);
  const institutionId = due?.owedBy ?? leadOf(state) ?? state.registeredBy;
  return (
    standingStill(state) ?? {
      party: partyOf(state, institutionId, due?.referralId),
      institutionId,
    }
  );
};
