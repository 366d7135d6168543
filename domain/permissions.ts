/**
 * What a role may do in a state: one table (house.md 1.10). The decisions, the API, the
 * `allowedActions` of every answer and the buttons of the page read it.
 */
import type { Actor, CaseStatus, CommandKind, ReferralStatus } from '../schemas/index';
import type { CaseState, ReferralState } from './case/state';
import { activeStatuses, isSent, leadOf, partiesOf } from './case/state';
import { cantonOf } from './institution';

/** What an actor is on a case or on one of its referrals. */
export type Relation =
  | 'engine'
  | 'anyone'
  | 'registering'
  | 'party'
  | 'lead'
  | 'decider'
  | 'responsible'
  | 'assessor'
  | 'coordinator'
  | 'sender'
  | 'recipient';

interface Permission {
  readonly by: readonly Relation[];
  readonly in: readonly CaseStatus[];
  /** Commands on a referral: in which of its states. */
  readonly referral?: readonly ReferralStatus[];
}

const drafts = ['draft', 'preclarified'] as const;
const opening = ['registered', 'criteria_check', 'returned_info'] as const;
const ended = ['not_admitted', 'bilateral'] as const;
const active = activeStatuses;
const open = [...opening, ...ended, ...active] as const;
const unclosed = [...drafts, ...open] as const;
const assessable = ['admitted', 'assessment'] as const;
const assessed = active.filter((status) => status !== 'admitted');
const sending = ['bilateral', ...active] as const;
const unanswered = ['sent', 'acknowledged', 'info_requested', 'waiting_for_capacity'] as const;
const answerable = ['sent', 'acknowledged', 'waiting_for_capacity'] as const;
const running = ['accepted', 'in_progress', 'reported'] as const;
const over = ['declined', 'withdrawn', 'expired', 'done', 'aborted'] as const;
const recipient = { by: ['recipient'], in: open } as const;

export const permissions: Readonly<Record<CommandKind, Permission>> = {
  registerCase: { by: ['anyone'], in: [] },
  recordVerdict: { by: ['engine'], in: open },
  reachDeadline: { by: ['engine'], in: unclosed },
  adoptRules: { by: ['engine'], in: unclosed },
  noteUndelivered: { by: ['engine'], in: unclosed },
  linkCase: { by: ['engine'], in: [...open, 'closed'] },
  acknowledgeRegistration: { by: ['decider', 'coordinator', 'party'], in: open },
  supplyInformation: { by: ['registering', 'coordinator'], in: ['returned_info'] },
  preclarifyCase: { by: ['registering', 'coordinator'], in: drafts },
  submitDraft: { by: ['registering', 'coordinator'], in: drafts },
  updateFacts: { by: ['registering', 'lead', 'coordinator'], in: unclosed },
  confirmVerdict: { by: ['decider', 'coordinator'], in: ['criteria_check', 'returned_info'] },
  sendReferral: { by: ['registering', 'lead', 'coordinator'], in: sending },
  draftReferral: { by: ['registering', 'lead', 'coordinator'], in: open },
  submitReferral: { by: ['sender', 'coordinator'], in: sending, referral: ['draft'] },
  discardReferral: { by: ['sender', 'lead', 'coordinator'], in: open, referral: ['draft'] },
  forwardReferral: { by: ['recipient'], in: sending, referral: unanswered },
  resumeReferral: {
    by: ['sender', 'lead', 'coordinator'],
    in: open,
    referral: [...unanswered, ...running],
  },
  assignLead: { by: ['coordinator', 'decider'], in: active },
  delegateLead: { by: ['lead', 'coordinator'], in: active },
  endDelegation: { by: ['lead', 'responsible', 'coordinator'], in: active },
  startAssessment: { by: ['lead', 'coordinator'], in: assessable },
  completeAssessment: { by: ['lead', 'assessor', 'coordinator'], in: assessed },
  reopenCase: { by: ['registering', 'lead', 'coordinator'], in: ['closed'] },
  requestErasure: { by: ['registering', 'lead', 'coordinator'], in: [...open, 'closed'] },
  answerErasure: { by: ['coordinator'], in: [...open, 'closed'] },
  placeLegalHold: { by: ['coordinator'], in: [...open, 'closed'] },
  liftLegalHold: { by: ['coordinator'], in: [...open, 'closed'] },
  eraseCase: { by: ['coordinator', 'engine'], in: ['closed'] },
  informPerson: {
    by: ['sender', 'coordinator'],
    in: open,
    referral: [...unanswered, ...running, ...over],
  },
  pauseCase: { by: ['registering', 'lead', 'coordinator'], in: open },
  resumeCase: { by: ['registering', 'lead', 'coordinator'], in: open },
  changeDeadline: { by: ['party', 'coordinator'], in: open },
  recordContactTry: { by: ['party', 'coordinator'], in: open },
  flagUrgent: { by: ['party', 'coordinator'], in: open },
  clearUrgent: { by: ['registering', 'lead', 'coordinator'], in: open },
  undoLast: { by: ['party', 'coordinator'], in: open },
  recordConsent: { by: ['registering', 'lead', 'coordinator'], in: unclosed },
  withdrawConsent: { by: ['party', 'coordinator'], in: open },
  informRecipients: { by: ['party', 'coordinator'], in: open },
  sendLetter: { by: ['registering', 'lead', 'coordinator'], in: open },
  proposeMerge: { by: ['registering', 'coordinator'], in: open },
  acceptMerge: { by: ['coordinator'], in: open },
  rejectMerge: { by: ['coordinator'], in: open },
  moveCanton: { by: ['registering', 'lead', 'coordinator'], in: open },
  scheduleMeeting: { by: ['lead', 'coordinator'], in: active },
  holdMeeting: { by: ['lead', 'coordinator'], in: active },
  agreePlan: { by: ['lead', 'coordinator'], in: ['admitted', 'assessment', 'plan_draft'] },
  approveCosts: { by: ['party', 'coordinator'], in: ['plan_agreed', 'in_measures', 'follow_up'] },
  refuseCosts: { by: ['party', 'coordinator'], in: ['plan_agreed', 'in_measures', 'follow_up'] },
  linkDecision: { by: ['party', 'coordinator'], in: open },
  startMeasure: { by: ['party', 'coordinator'], in: ['plan_agreed', 'in_measures', 'follow_up'] },
  recordFollowUp: { by: ['lead', 'coordinator'], in: ['plan_agreed', 'in_measures', 'follow_up'] },
  recordMilestone: { by: ['party', 'coordinator'], in: open },
  closeGoal: { by: ['party', 'coordinator'], in: ['plan_agreed', 'in_measures', 'follow_up'] },
  closeCase: { by: ['lead', 'coordinator', 'registering'], in: open },
  acknowledgeReferral: { ...recipient, referral: ['sent'] },
  requestInformation: { ...recipient, referral: answerable },
  answerInformation: { by: ['sender', 'coordinator'], in: open, referral: ['info_requested'] },
  acceptReferral: { ...recipient, referral: unanswered },
  declineReferral: { ...recipient, referral: unanswered },
  withdrawReferral: { by: ['sender', 'coordinator'], in: open, referral: unanswered },
  startReferral: { ...recipient, referral: ['accepted'] },
  requestReport: { by: ['sender', 'lead', 'coordinator'], in: open, referral: running },
  reportProgress: { ...recipient, referral: running },
  completeReferral: { ...recipient, referral: running },
  abortReferral: { by: ['recipient', 'coordinator'], in: open, referral: running },
};

/** Kinds that speak about one referral. */
export const isOnReferral = (kind: CommandKind): boolean =>
  permissions[kind].referral !== undefined;

const actsForInstitution = (actor: Actor): boolean =>
  actor.role === 'officer' || actor.role === 'contact' || actor.role === 'coordinator';

const coordinates = (state: CaseState, actor: Actor): boolean =>
  actor.role === 'coordinator' &&
  // Of a draft only the office knows that keeps it.
  state.status !== 'draft' &&
  actor.institutionId !== undefined &&
  cantonOf(actor.institutionId) === state.canton;

const partyRelations = (state: CaseState, institutionId: string): Relation[] => [
  ...(partiesOf(state).includes(institutionId) ? (['party'] as const) : []),
  ...(state.registeredBy === institutionId ? (['registering'] as const) : []),
  ...(leadOf(state) === institutionId ? (['lead'] as const) : []),
  ...(state.overallResponsibility === institutionId ? (['responsible'] as const) : []),
  ...(state.assessedBy === institutionId ? (['assessor'] as const) : []),
  ...(!state.coordinatorGate && partiesOf(state).includes(institutionId)
    ? (['decider'] as const)
    : []),
];

/** A draft has no recipient yet, and a sender only as long as the office may refer the person. */
const sideOf = (
  referral: ReferralState,
  institutionId: string,
  own: readonly Relation[],
): Relation[] => {
  const sends = isSent(referral) || own.includes('registering') || own.includes('lead');
  return [
    ...(sends && referral.from === institutionId ? (['sender'] as const) : []),
    ...(isSent(referral) && referral.to === institutionId ? (['recipient'] as const) : []),
  ];
};

/** Everything the actor is on the case, and on the referral when one is given. */
export const relationsOf = (
  state: CaseState,
  actor: Actor,
  referral?: ReferralState,
): readonly Relation[] => {
  if (actor.role === 'system') return ['engine'];
  const { institutionId } = actor;
  if (institutionId === undefined || !actsForInstitution(actor)) return [];
  const own = partyRelations(state, institutionId);
  return [
    ...(coordinates(state, actor) ? (['coordinator'] as const) : []),
    ...own,
    ...(referral === undefined ? [] : sideOf(referral, institutionId, own)),
  ];
};

const runners = ['registering', 'lead', 'coordinator'] as const;

/** True for those who run the case: the registering office, the lead and the coordinators. */
export const runsCase = (relations: readonly Relation[]): boolean =>
  runners.some((one) => relations.includes(one));

/** `not_found`: whoever has no part in a case is not told that there is one. */
export type Permit = 'yes' | 'not_found' | 'not_permitted' | 'not_allowed_in_this_state';

interface Asked {
  readonly kind: CommandKind;
  readonly referral?: ReferralState | undefined;
}

/** Whether the actor may give this kind of command now. */
export const permit = (state: CaseState, actor: Actor, command: Asked): Permit =>
  permitAs(relationsOf(state, actor, command.referral), { state, actor }, command);

/** The same where it is known already what the actor is on the case, and on the referral. */
export const permitAs = (
  relations: readonly Relation[],
  { state, actor }: { readonly state: CaseState; readonly actor: Actor },
  command: Asked,
): Permit => {
  const { by, in: statuses, referral: referralStatuses } = permissions[command.kind];
  if (relations.length === 0 && actsForInstitution(actor)) return 'not_found';
  if (!by.some((relation) => relations.includes(relation))) return 'not_permitted';
  if (!statuses.includes(state.status)) return 'not_allowed_in_this_state';
  if (referralStatuses === undefined) return 'yes';
  return command.referral !== undefined && referralStatuses.includes(command.referral.status)
    ? 'yes'
    : 'not_allowed_in_this_state';
};
