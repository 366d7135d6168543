/** A case as the API shows it: the view of the domain, and for each action what it has to say. */
import { runningIn } from '../../domain/criteria/adoption';
import type { CaseState } from '../../domain/case/state';
import { findReferral } from '../../domain/case/state';
import { toDomain } from '../../domain/deadlines/clock';
import type { Day } from '../../domain/possible';
import { viewOf } from '../../domain/view';
import { UnknownPolicy } from '../../infra/prisma/policy-store';
import type { Actor, CaseView, PolicyDocument } from '../../schemas/index';
import { fieldsNow } from './action-fields';
import type { ApiParts } from './parts';

type Parts = Pick<ApiParts, 'policies' | 'clock'>;

/** The rules of a case; without a policy that is gone the case can still be read. */
const rulesOf = async (
  { policies }: Parts,
  { policyId, policyVersion }: CaseState,
): Promise<PolicyDocument | undefined> => {
  try {
    return await policies.getPolicy(policyId, policyVersion);
  } catch (error) {
    if (error instanceof UnknownPolicy) return undefined;
    throw error;
  }
};

const dayFor = async (parts: Parts, state: CaseState): Promise<Day> => {
  const [document, clock] = await Promise.all([rulesOf(parts, state), parts.clock.getClock()]);
  const policy = document && runningIn(document, state.canton);
  return { now: toDomain(clock, new Date().toISOString()), policy };
};

/** The view of one case for one caller. */
export const caseViewFor = async (
  parts: Parts,
  state: CaseState,
  actor: Actor,
): Promise<CaseView> => {
  const { now, policy } = await dayFor(parts, state);
  const today = policy && { now, policy };
  const view = viewOf(state, actor, { now, policy });
  const actions = view.allowedActions.map((action) => {
    const { kind, referralId } = action;
    const referral = referralId === undefined ? undefined : findReferral(state, referralId);
    return { ...action, fields: fieldsNow(kind, { state, actor, referral, today }) };
  });
  return { ...view, allowedActions: actions };
};
