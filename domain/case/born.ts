/** The first state of a case. */
import type { CaseEvent } from '../../schemas/index';
import type { CaseState, Circumstances } from './state';

type Registered = Extract<CaseEvent, { type: 'caseRegistered' }>;

/** What the send gate must know, as far as it is said: unknown stays unknown. */
export const circumstancesOf = (data: Circumstances): Circumstances => ({
  ...(data.consent === undefined ? {} : { consent: data.consent }),
  ...(data.personDrawsBenefits === undefined
    ? {}
    : { personDrawsBenefits: data.personDrawsBenefits }),
  ...(data.employable === undefined ? {} : { employable: data.employable }),
  ...(data.protectedPermit === undefined ? {} : { protectedPermit: data.protectedPermit }),
});

/** The state that a registration, or a draft of one, brings to life. */
export const born = (caseId: string, { data, at, seq }: Registered): CaseState => ({
  id: caseId,
  version: seq,
  // The advice that is asked for at once brings it into the check.
  status: data.draft === true ? 'draft' : 'registered',
  canton: data.canton,
  policyId: data.policyId,
  policyVersion: data.policyVersion,
  coordinatorGate: data.coordinatorGate,
  registeredBy: data.registeredBy,
  registeredAt: at,
  changedAt: at,
  acknowledged: false,
  dossierRef: data.dossierRef,
  circumstances: circumstancesOf(data),
  consentSuspended: false,
  dormant: false,
  missing: [],
  referrals: [],
  deadlines: [],
  silences: [],
  invited: [],
  followUpsDone: [],
});
