/**
 * The send gate (domain.md 5.5): nothing leaves without a legal basis or a live consent that names
 * the recipient. It fails closed, and always says why.
 */
import type {
  Consent,
  InstitutionId,
  Refusal,
  RefusalCode,
  ReferralPurpose,
  SendGrant,
} from '../../schemas/index';
import type { CaseState, ReferralState } from '../case/state';
import { localDate } from '../deadlines/dates';
import { kindOf } from '../institution';
import { groupsFor } from './field-matrix';
import type { LegalBasis } from './legal-basis';
import { findLegalBasis } from './legal-basis';

export interface Sending {
  readonly from: InstitutionId;
  readonly to: InstitutionId;
  readonly purpose: ReferralPurpose;
  readonly reciprocity: boolean;
}

/** What the gate looks at: a case, or one that is not registered yet. */
export type Gated = Pick<
  CaseState,
  'circumstances' | 'consentSuspended' | 'restricted' | 'verdict'
>;

export type GateAnswer =
  | { readonly open: true; readonly grant: SendGrant; readonly basis: LegalBasis }
  | { readonly open: false; readonly refusal: Refusal };

const shut = (code: RefusalCode, to: InstitutionId): GateAnswer => ({
  open: false,
  refusal: { code, details: { to } },
});

/** A minor, or somebody who may be one, signed alone. */
const needsGuardian = ({ verdict }: Gated, { givenBy }: Consent): boolean =>
  givenBy !== 'guardian' && verdict?.flags?.includes('guardian_needed') === true;

/** What the person said stops everything that rests on consent, whatever else it says. */
const stopOf = (state: Gated): RefusalCode | undefined => {
  if (state.circumstances.consent?.status === 'withdrawn' || state.consentSuspended)
    return 'consent_withdrawn';
  return state.restricted?.erasureSince === undefined ? undefined : 'erasure_requested';
};

/** Why the consent on file does not carry this recipient on this day; undefined when it does. */
export const consentGap = (
  state: Gated,
  to: InstitutionId,
  now: string,
): RefusalCode | undefined => {
  const { consent } = state.circumstances;
  const stopped = stopOf(state);
  if (stopped !== undefined) return stopped;
  if (consent?.status !== 'given') return 'consent_missing';
  if (needsGuardian(state, consent)) return 'guardian_consent_missing';
  if (consent.expiresOn !== undefined && consent.expiresOn < localDate(now))
    return 'consent_missing';
  return consent.recipients.includes(kindOf(to)) ? undefined : 'recipient_not_covered';
};

/** Why the grant of a referral opens nothing any more; undefined while it is live. */
export const grantGap = (
  state: CaseState,
  { grant, to, suspended }: ReferralState,
  now: string,
): RefusalCode | undefined => {
  if (grant === undefined) return 'legal_basis_missing';
  if (suspended === true) return 'consent_withdrawn';
  return grant.needsConsent ? consentGap(state, to, now) : undefined;
};

/** Asks whether a referral may leave now. */
export const askGate = (state: Gated, sending: Sending, now: string): GateAnswer => {
  const { from, to, purpose, reciprocity } = sending;
  const { circumstances } = state;
  const basis = findLegalBasis({ from: kindOf(from), to: kindOf(to), circumstances, reciprocity });
  if (basis === undefined) return shut('legal_basis_missing', to);
  const gap = basis.needsConsent ? consentGap(state, to, now) : undefined;
  if (gap !== undefined) return shut(gap, to);
  const covered = circumstances.consent?.fieldGroups ?? [];
  const fieldGroups = groupsFor(kindOf(to)).filter(
    (group) => !basis.needsConsent || covered.includes(group),
  );
  const grant: SendGrant = {
    recipient: to,
    purpose,
    basis: basis.code,
    needsConsent: basis.needsConsent,
    fieldGroups,
    grantedAt: now,
  };
  return { open: true, grant, basis };
};
