/**
 * The closed list of refusals. Every code has a text in four languages in `policies/texts/`
 * (`refusal.<code>`), and one HTTP status here.
 */
import { z } from 'zod';

export const refusalStatus = {
  malformed: 400,
  unauthenticated: 401,
  not_permitted: 403,
  not_found: 404,
  version_conflict: 409,
  not_allowed_in_this_state: 409,
  already_registered: 409,
  too_large: 413,
  unsupported_media_type: 415,
  invalid_command: 422,
  unknown_referral: 422,
  unknown_institution: 422,
  unknown_policy: 422,
  unknown_goal: 422,
  idempotency_key_reused: 422,
  next_owner_missing: 422,
  next_owner_is_decliner: 422,
  capacity_date_missing: 422,
  override_reason_missing: 422,
  second_person_needed: 409,
  case_paused: 409,
  too_late_to_undo: 409,
  nothing_to_undo: 409,
  unknown_deadline: 422,
  legal_deadline: 422,
  not_the_same_person: 422,
  delegation_not_possible: 422,
  meeting_first: 409,
  already_asked: 422,
  no_formal_decision: 422,
  reason_not_in_use: 422,
  rules_unchanged: 409,
  rules_invalid: 422,
  already_published: 409,
  date_in_the_past: 422,
  date_too_far: 422,
  notice_too_short: 422,
  meeting_too_long: 422,
  goals_still_open: 422,
  referrals_still_open: 422,
  person_not_informed: 422,
  self_referral: 422,
  too_many_referrals: 422,
  too_many_views: 422,
  legal_basis_missing: 422,
  consent_missing: 422,
  guardian_consent_missing: 422,
  erasure_requested: 422,
  retention_runs: 409,
  legal_hold: 409,
  erased: 410,
  consent_withdrawn: 422,
  recipient_not_covered: 422,
  too_many_requests: 429,
  internal_error: 500,
  engine_unavailable: 503,
} as const;

export type RefusalCode = keyof typeof refusalStatus;
export const refusalCodes = Object.keys(refusalStatus) as [RefusalCode, ...RefusalCode[]];
export const RefusalCode = z.enum(refusalCodes).meta({ id: 'RefusalCode' });

/** Why a command was not taken, with what the reader needs to mend it. Codes and ids only. */
export const Refusal = z
  .strictObject({
    code: RefusalCode,
    details: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
      .default({}),
  })
  .meta({ id: 'Refusal' });
export type Refusal = z.infer<typeof Refusal>;
