/** What random people say: a well-formed body of every kind of command. */
import { addDays } from '../../domain/deadlines/dates';
import { permissions } from '../../domain/permissions';
import type { AnyCommandBody, CommandKind, Consent, VerdictOutcome } from '../../schemas/index';
import { AssessmentResult } from '../../schemas/index';
import { fullConsent, verdict } from '../support/builders';

export type Canton = 'sg' | 'fr';
export const kinds = ['rav', 'sh', 'iv', 'if', 'bslb', 'coo'] as const;
export const pick = <T>(all: readonly T[], n: number): T => all[n % all.length]!;
const idOf = (canton: Canton, n: number): string => `${canton}-${pick(kinds, n)}`;

const consents: readonly Consent[] = [
  fullConsent,
  fullConsent,
  { ...fullConsent, recipients: ['iv', 'rav'], fieldGroups: ['identity', 'skills'] },
  { ...fullConsent, expiresOn: '2026-03-15' },
  { ...fullConsent, recipients: ['coo', 'iv'], handoverTo: 'zh' },
  { status: 'refused', recipients: [], fieldGroups: [] },
];
const many = <T>(times: number, one: T): T[] => Array.from({ length: times }, () => one);
const outcomes: readonly VerdictOutcome[] = [
  ...many(9, 'admitted' as const),
  ...many(2, 'bilateral' as const),
  ...many(2, 'not_admitted' as const),
  ...many(2, 'returned_info' as const),
  'deferred',
  'ordinary',
  'redirected',
  'merge',
  'duty',
  'not_applicable',
];
const duty = {
  policyId: 'PES-spec',
  policyVersion: '1',
  to: 'rav',
  purpose: 'placement',
  term: { BD: 10 },
} as const;
export const adviceOf = (today: string, n: number) => {
  const outcome = pick(outcomes, n);
  return verdict(outcome, outcome === 'returned_info' ? ['consent'] : [], {
    deferFor: { CD: 60 },
    duties: n % 4 === 0 ? [duty] : [],
    ...(n % 3 === 0 ? { reviewOn: addDays(today, (n % 50) - 5) } : {}),
    ...(n % 4 === 1 ? { permitEndsOn: addDays(today, 90 + (n % 80)) } : {}),
    ...(n % 11 === 0 ? { flags: ['guardian_needed'] as const } : {}),
  });
};

interface Seed {
  readonly canton: Canton;
  readonly today: string;
  readonly n: number;
  readonly referralId: string;
  /** What one person proposed and another may confirm. */
  readonly proposed?: VerdictOutcome | undefined;
}
type Make = { readonly [K in CommandKind]: (seed: Seed) => object };

const facts = ({ n }: Seed) => ({
  dossierRef: '00000000-0000-4000-8000-0000000000bb',
  fields: ['workCapacity'],
  ...(n % 3 === 0 ? { consent: pick(consents, n) } : {}),
  employable: n % 2 === 0,
});
const soon = ({ today, n }: Seed, width: number): string => addDays(today, (n % width) - 1);
const onReferral = ({ referralId }: Seed) => ({ referralId });
const empty = () => ({});
const otherCases = [
  '00000000-0000-4000-8000-000000000008',
  '00000000-0000-4000-8000-000000000009',
  // The case itself.
  '00000000-0000-4000-8000-000000000007',
];
const overrides = ['admitted', 'bilateral', 'not_admitted', 'deferred', 'ordinary'] as const;

const make: Make = {
  registerCase: ({ canton, n }) => ({
    canton,
    dossierRef: '00000000-0000-4000-8000-0000000000aa',
    consent: pick(consents, n >> 2),
    personDrawsBenefits: n % 3 > 0,
    employable: n % 2 === 0,
    protectedPermit: n % 5 > 1,
    ...(n % 8 === 1 ? { draft: true } : {}),
    ...(n % 7 === 0 ? { continues: '00000000-0000-4000-8000-0000000000cc' } : {}),
  }),
  preclarifyCase: ({ n }) => ({ goesOn: n % 5 > 0 }),
  submitDraft: empty,
  startAssessment: ({ canton, n }) => ({ by: idOf(canton, n) }),
  completeAssessment: (seed) => ({
    result: pick(AssessmentResult.options, seed.n),
    ...(seed.n % 2 === 0 ? { againOn: soon(seed, 90) } : {}),
  }),
  delegateLead: (seed) => ({ to: idOf(seed.canton, seed.n), until: soon(seed, 80) }),
  endDelegation: empty,
  reopenCase: empty,
  requestErasure: empty,
  answerErasure: ({ n }) => ({ answer: pick(['kept_by_law', 'withdrawn'], n) }),
  placeLegalHold: ({ n }) => ({ reason: pick(['complaint', 'audit'], n) }),
  liftLegalHold: empty,
  eraseCase: empty,
  adoptRules: empty,
  noteUndelivered: ({ canton, n }) => ({
    to: idOf(canton, n),
    notice: 'ch.relais.referral.sent.v1',
    error: pick(['unreachable', 'held_back'], n),
  }),
  recordVerdict: ({ today, n }) => ({ verdict: adviceOf(today, n) }),
  reachDeadline: ({ n }) => ({ key: 'T_DEC:R1', level: n % 2 ? 'L1' : 'L2', deadline: 'T_DEC' }),
  acknowledgeRegistration: empty,
  supplyInformation: facts,
  updateFacts: facts,
  confirmVerdict: ({ canton, n, proposed }) => ({
    ...(n % (proposed === undefined ? 4 : 2) === 0
      ? { outcome: proposed ?? pick(overrides, n >> 2) }
      : {}),
    ...(n % 3 === 0 ? { reason: 'hardship' } : {}),
    referrals: n % 5 === 0 ? [{ to: idOf(canton, n >> 3), purpose: 'coaching' }] : [],
  }),
  sendReferral: ({ canton, n }) => ({
    to: n % 29 === 0 ? `${canton}-mig` : idOf(canton, n),
    purpose: 'coaching',
    reciprocity: n % 3 > 0,
    ...(n % 7 === 0 ? { from: idOf(canton, n >> 3) } : {}),
    ...(n % 3 === 0 ? { need: 'course' } : {}),
  }),
  draftReferral: ({ canton, n }) => ({ to: idOf(canton, n), purpose: 'coaching' }),
  submitReferral: onReferral,
  discardReferral: onReferral,
  forwardReferral: (seed) => ({ ...onReferral(seed), to: idOf(seed.canton, seed.n) }),
  resumeReferral: onReferral,
  assignLead: ({ canton, n }) => ({ institutionId: idOf(canton, n) }),
  informPerson: onReferral,
  pauseCase: (seed) => ({
    reason: pick(['sickness', 'inpatient', 'abroad'], seed.n),
    reviewOn: soon(seed, 90),
  }),
  resumeCase: empty,
  changeDeadline: (seed) => ({
    key: pick(['T_DEC:R1', 'T_RT', 'T_CRIT', 'T_FU:3', 'T_INFORM:R1', 'T_PAUSE'], seed.n),
    dueOn: soon(seed, 60),
    reason: 'agreed_with_recipient',
  }),
  recordContactTry: ({ n }) => ({
    channel: pick(['phone', 'mail', 'letter'], n),
    reached: n % 7 === 0,
  }),
  flagUrgent: ({ n }) => ({ risk: pick(['housing_loss', 'violence'], n) }),
  clearUrgent: empty,
  undoLast: empty,
  recordConsent: ({ n }) => ({ consent: pick(consents, n) }),
  withdrawConsent: empty,
  informRecipients: empty,
  sendLetter: empty,
  proposeMerge: ({ n }) => ({ withCase: pick(otherCases, n) }),
  acceptMerge: empty,
  rejectMerge: empty,
  linkCase: ({ n }) => ({
    caseId: pick(otherCases, n),
    link: pick(['merged_from', 'moved_to'], n >> 1),
    ...(n % 4 === 0 ? { office: 'sg-rav' } : {}),
  }),
  moveCanton: ({ n }) => ({ to: pick(['zh', 'sg', 'fr'], n) }),
  scheduleMeeting: (seed) => ({
    meetingOn: addDays(seed.today, 5 + (seed.n % 40)),
    minutes: 90,
    invite: [idOf(seed.canton, seed.n)],
  }),
  holdMeeting: empty,
  agreePlan: (seed) => ({
    goals: [{ goal: 'work', responsible: idOf(seed.canton, seed.n), dueOn: soon(seed, 90) }],
  }),
  refuseCosts: ({ canton, n }) => ({ payer: idOf(canton, n) }),
  linkDecision: (seed) => ({
    by: idOf(seed.canton, seed.n),
    servedOn: addDays(seed.today, 1 - (seed.n % 40)),
    ...(seed.n % 4 === 0 ? { about: seed.referralId } : {}),
  }),
  approveCosts: ({ canton, n }) => ({ payer: idOf(canton, n), capChf: 1000 }),
  startMeasure: empty,
  recordFollowUp: ({ n }) => ({ goals: n % 3 ? [] : [{ number: 1, state: 'achieved' }] }),
  recordMilestone: (seed) => ({ milestone: 'employable', on: addDays(soon(seed, 9), -4) }),
  closeGoal: ({ n }) => ({ number: 1 + (n % 2), state: 'dropped' }),
  closeCase: ({ n }) => ({ outcome: pick(['employed_primary', 'dropout', 'deceased'], n) }),
  acknowledgeReferral: onReferral,
  requestInformation: (seed) => ({ ...onReferral(seed), fields: ['permit'] }),
  answerInformation: onReferral,
  acceptReferral: (seed) => ({
    ...onReferral(seed),
    claimsLead: seed.n % 2 === 0,
    ...(seed.n % 3 === 0 ? { reviewOn: soon(seed, 60) } : {}),
  }),
  declineReferral: (seed) => ({
    ...onReferral(seed),
    reason: pick(['not_competent', 'no_capacity_now'], seed.n),
    nextOwner: idOf(seed.canton, seed.n),
    ...(seed.n % 3 === 0 ? {} : { until: soon(seed, 50) }),
  }),
  withdrawReferral: (seed) => ({ ...onReferral(seed), reason: 'solved_otherwise' }),
  startReferral: onReferral,
  requestReport: onReferral,
  reportProgress: (seed) => ({
    ...onReferral(seed),
    ...(seed.n % 2 === 0 ? { reviewOn: soon(seed, 60) } : {}),
  }),
  completeReferral: (seed) => ({ ...onReferral(seed), result: 'achieved' }),
  abortReferral: (seed) => ({ ...onReferral(seed), reason: 'health' }),
};

export const commandKinds = Object.keys(permissions) as CommandKind[];

/** A well-formed body of a kind; `n` varies what is in it. */
export const bodyFor = (kind: CommandKind, seed: Seed): AnyCommandBody =>
  ({ kind, ...make[kind](seed) }) as AnyCommandBody;
