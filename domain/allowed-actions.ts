/** What a caller may do now: permitted by the table, and not refused whatever the command says. */
import type { Actor, CommandKind, PublicCommandKind, ReferralId } from '../schemas/index';
import type { CaseState, ReferralState } from './case/state';
import { isOnReferral, permissions, permitAs, relationsOf } from './permissions';
import type { Today } from './possible';
import { isPossible } from './possible';

export interface AllowedAction {
  readonly kind: PublicCommandKind;
  readonly referralId?: ReferralId;
}

const isPublic = (kind: CommandKind): kind is PublicCommandKind =>
  permissions[kind].by.some((one) => one !== 'engine') && kind !== 'registerCase';

/**
 * Every command the actor may give now. Without the day and the rules, what hangs on them alone is
 * among them.
 */
export const allowedActions = (
  state: CaseState,
  actor: Actor,
  today?: Today,
): readonly AllowedAction[] => {
  // The engine is offered nothing: it acts when a clock says so.
  if (actor.role === 'system') return [];
  const onCase = relationsOf(state, actor);
  const onReferral = new Map(state.referrals.map((one) => [one, relationsOf(state, actor, one)]));
  const isAllowed = (kind: CommandKind, referral?: ReferralState): boolean => {
    const relations = referral === undefined ? onCase : (onReferral.get(referral) ?? onCase);
    return (
      permitAs(relations, { state, actor }, { kind, referral }) === 'yes' &&
      isPossible(kind, { state, actor, referral, today })
    );
  };
  return (Object.keys(permissions) as CommandKind[])
    .filter(isPublic)
    .flatMap((kind) =>
      isOnReferral(kind)
        ? state.referrals
            .filter((referral) => isAllowed(kind, referral))
            .map((referral) => ({ kind, referralId: referral.id }))
        : isAllowed(kind)
          ? [{ kind }]
          : [],
    );
};
