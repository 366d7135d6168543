/** Who might be asked next after a decline (domain.md 3.2: no referral is declined into the void). */
import type { DeclineReason, Happening, InstitutionId, InstitutionKind } from '../../schemas/index';
import type { CaseState, ReferralState } from '../case/state';
import { partiesOf } from '../case/state';
import type { Moment } from '../decision';
import { kindOf } from '../institution';

/** Those of a kind that know the case already, else the one of the canton. */
const ofKind = (state: CaseState, kind: InstitutionKind, moment: Moment): InstitutionId[] => {
  if (kind === 'coo') return [moment.policy.coordination];
  const known = partiesOf(state).filter((id) => kindOf(id) === kind);
  return known.length > 0 ? known : [`${state.canton}-${kind}`];
};

interface Decline {
  readonly reason: DeclineReason;
  readonly nextOwner: InstitutionId;
}

/** Whom the decliner named, then whom the policy names for this reason; nothing where it names nobody. */
export const suggestion = (
  state: CaseState,
  { referral, decline }: { readonly referral: ReferralState; readonly decline: Decline },
  moment: Moment,
): readonly Happening[] => {
  const { nextPartners } = moment.policy;
  if (nextPartners === undefined) return [];
  const asked = [referral.from, referral.to];
  const byReason = (nextPartners[decline.reason] ?? [])
    .flatMap((kind) => ofKind(state, kind, moment))
    .filter((id) => !asked.includes(id));
  const institutions = [...new Set([decline.nextOwner, ...byReason])];
  return [{ type: 'nextPartnerSuggested', data: { referralId: referral.id, institutions } }];
};
