/** What the outside must hear or do because of events. Data only; the loop and the relay act on it. */
import type {
  CaseEvent,
  DeadlineKind,
  EventType,
  InstitutionId,
  LadderLevel,
  NoticeName,
  ReferralId,
} from '../../schemas/index';
export { needsVerdict } from './asks-again';
import { chainAnnouncement, jointAnnouncements } from './announce-chain';
import { changedClock, timeAnnouncements } from './announce-time';
import type { CaseState } from './state';
import { findReferral, leadOf, partiesOf } from './state';

/** A notice for one institution: becomes one outbox row, then one thin CloudEvent. */
export interface OutgoingNotice {
  readonly to: InstitutionId;
  /** CloudEvent type, `ch.relais.referral.sent.v1`. */
  readonly type: string;
  /** The event it came from. */
  readonly seq: number;
  readonly at: string;
  readonly referralId?: ReferralId | undefined;
  readonly from?: InstitutionId | undefined;
  /** Who is asked in the referral, when the notice is about one. */
  readonly referralTo?: InstitutionId | undefined;
  readonly basis?: string | undefined;
  readonly deadline?: DeadlineKind | undefined;
  readonly level?: LadderLevel | undefined;
  readonly dueAt?: string | undefined;
  readonly code?: string | undefined;
}

/** Whom an event concerns, and what the notice is called. */
interface Announcement {
  readonly type: NoticeName;
  readonly to: readonly (InstitutionId | undefined)[];
  readonly referralId?: ReferralId;
  readonly code?: string;
  /** A colleague of whoever caused it must hear of it too. */
  readonly ownOffice?: boolean;
}

const firingNames: Readonly<Record<LadderLevel, NoticeName>> = {
  L0: 'deadline.soft_notice',
  L1: 'deadline.reminder',
  L2: 'deadline.escalated',
  L3: 'deadline.escalated',
  L4: 'deadline.escalated',
  due: 'deadline.reached',
};

type ReferralEvent = Extract<CaseEvent, { data: { referralId: ReferralId } }>;
const isReferralEvent = (event: CaseEvent): event is ReferralEvent =>
  'referralId' in event.data && event.type !== 'deadlineReached';

const onReferral = (state: CaseState, event: ReferralEvent): Announcement | undefined => {
  const { referralId } = event.data;
  const referral = findReferral(state, referralId);
  // A third office may act for one side: then both are told (whoever acts is left out later).
  const sides = [referral?.to, referral?.from];
  const back = [...sides, leadOf(state)];
  switch (event.type) {
    case 'referralSent':
      return { type: 'referral.sent', to: sides, referralId };
    case 'referralWithdrawn':
      return {
        type: 'referral.withdrawn',
        to: sides,
        referralId,
        code: event.data.reason,
      };
    case 'informationAnswered':
      return { type: 'referral.information_answered', to: sides, referralId };
    case 'reportRequested':
      return { type: 'referral.report_requested', to: [referral?.to], referralId };
    case 'referralAcknowledged':
      return { type: 'referral.acknowledged', to: back, referralId };
    case 'informationRequested':
      return { type: 'referral.information_requested', to: [referral?.from], referralId };
    case 'referralAccepted':
      return { type: 'referral.accepted', to: back, referralId };
    case 'referralDeclined':
    case 'referralWaiting': {
      const type = event.type === 'referralDeclined' ? 'referral.declined' : 'referral.waiting';
      const { nextOwner } = event.data;
      return { type, to: back, referralId, code: referral?.code ?? nextOwner };
    }
    case 'referralStarted':
      return { type: 'referral.started', to: back, referralId };
    case 'progressReported':
      return { type: 'referral.reported', to: back, referralId };
    case 'referralCompleted':
      return { type: 'referral.done', to: back, referralId, code: event.data.result };
    case 'referralAborted':
      return { type: 'referral.aborted', to: back, referralId, code: event.data.reason };
    case 'referralDrafted':
    case 'referralDiscarded':
    case 'referralForwarded':
    case 'referralExpired':
    case 'referralResumed':
    case 'nextPartnerSuggested':
    case 'personInformed':
      return chainAnnouncement(event, { sides, back });
  }
};

const owing = (state: CaseState, kind: DeadlineKind): InstitutionId | undefined =>
  state.deadlines.find((one) => one.kind === kind)?.owedBy;

type OnCase<T extends EventType> = (
  state: CaseState,
  event: Extract<CaseEvent, { type: T }>,
) => Announcement | undefined;

const onCase: { readonly [T in EventType]?: OnCase<T> } = {
  caseRegistered: (state) => ({ type: 'case.registered', to: [owing(state, 'T_ACK')] }),
  draftSubmitted: (state) => ({ type: 'case.registered', to: [owing(state, 'T_ACK')] }),
  assessmentStarted: (state, { data }) => ({
    type: 'case.assessment_started',
    to: partiesOf(state),
    code: data.by,
  }),
  assessmentCompleted: (state, { data }) => ({
    type: 'case.assessment_completed',
    to: partiesOf(state),
    code: data.result,
  }),
  caseReopened: (state) => ({ type: 'case.reopened', to: partiesOf(state) }),
  verdictProposed: (state, { data: { verdict } }) => ({
    type: 'case.verdict_proposed',
    // Nobody owes a decision on an admitted case: its lead hears when the advice is another now.
    to: [owing(state, 'T_CRIT') ?? (verdict.outcome === 'admitted' ? undefined : leadOf(state))],
    code: verdict.outcome,
  }),
  informationReturned: (state) => ({
    type: 'case.information_returned',
    to: [state.registeredBy],
  }),
  overrideProposed: (state, { data }) => ({
    type: 'case.override_proposed',
    to: [owing(state, 'T_CRIT')],
    code: data.outcome,
    // A second person confirms, and may work at the same office.
    ownOffice: true,
  }),
  deadlineMoved: (_state, { data: { deadline, dueBefore } }) =>
    // Nobody owes anything on the day a fact changes by itself.
    deadline.dueAt === dueBefore || deadline.kind === 'T_FACTS'
      ? undefined
      : {
          type: 'deadline.moved',
          to: [deadline.owedBy],
          ...(deadline.referralId === undefined ? {} : { referralId: deadline.referralId }),
        },
  verdictConfirmed: (state, { data }) => ({
    type: 'case.verdict_confirmed',
    to: partiesOf(state),
    code: data.outcome,
  }),
  leadAssigned: (state, { data }) => ({
    type: 'case.lead_assigned',
    to: partiesOf(state),
    code: data.institutionId,
  }),
  leadConflictRaised: (state) => ({ type: 'case.lead_conflict', to: partiesOf(state) }),
  consentWithdrawn: (state) => ({ type: 'case.consent_withdrawn', to: partiesOf(state) }),
  mergeProposed: (state) => ({ type: 'case.merge_proposed', to: [owing(state, 'T_MERGE')] }),
  // That the person came back concerns those who have the new case.
  caseLinked: (state, { data }) =>
    data.link === 'continued_by'
      ? undefined
      : { type: 'case.linked', to: partiesOf(state), code: data.link },
  erasureRequested: (state) => ({
    type: 'case.erasure_requested',
    to: [owing(state, 'T_ERASURE'), ...partiesOf(state)],
  }),
  caseErased: (state) => ({ type: 'case.erased', to: partiesOf(state) }),
  cantonLeft: (state, { data }) => ({
    type: 'case.canton_left',
    to: partiesOf(state),
    code: data.to,
  }),
  ...timeAnnouncements,
  ...jointAnnouncements,
  meetingScheduled: (state) => ({ type: 'case.meeting_scheduled', to: partiesOf(state) }),
  planAgreed: (state) => ({ type: 'case.plan_agreed', to: partiesOf(state) }),
  measureStarted: (state) => ({ type: 'case.measure_started', to: partiesOf(state) }),
  caseBecameDormant: (state) => ({ type: 'case.dormant', to: partiesOf(state) }),
  caseClosed: (state, { data }) => ({
    type: 'case.closed',
    to: partiesOf(state),
    code: data.outcome,
  }),
};

const reached = (event: CaseEvent & { type: 'deadlineReached' }): Announcement | undefined =>
  // What the engine does itself then (asking for the report, or the criteria) is told by itself.
  event.data.deadline === 'T_REVIEW' || event.data.deadline === 'T_FACTS'
    ? undefined
    : {
        type: firingNames[event.data.level],
        to: event.data.recipients.map((recipient) => recipient.institutionId),
        ...(event.data.referralId === undefined ? {} : { referralId: event.data.referralId }),
      };

const announce = (state: CaseState, event: CaseEvent): Announcement | undefined => {
  if (event.type === 'deadlineReached') return reached(event);
  if (isReferralEvent(event)) return onReferral(state, event);
  // The table pairs each type with its announcement; TypeScript can not follow a union through it.
  return (onCase[event.type] as OnCase<EventType> | undefined)?.(state, event);
};

const clockOf = (state: CaseState, event: CaseEvent) => {
  if (event.type === 'deadlineReached') {
    const dueAt = state.deadlines.find((one) => one.key === event.data.key)?.dueAt;
    return { deadline: event.data.deadline, level: event.data.level, dueAt };
  }
  if (event.type === 'deadlineMoved') {
    const { kind: deadline, dueAt } = event.data.deadline;
    return { deadline, dueAt };
  }
  if (event.type === 'deadlineChanged') return changedClock(state, event.data.key);
  if (event.type !== 'referralSent' && event.type !== 'reportRequested') return {};
  const { referralId } = event.data;
  const answer = state.deadlines.find(
    (one) => one.referralId === referralId && ['T_DEC', 'T_REPORT'].includes(one.kind),
  );
  return { deadline: answer?.kind, dueAt: answer?.dueAt };
};

/** What rests on a consent that is gone is called back from those who have it, read or not. */
const recalls = (state: CaseState, event: CaseEvent): readonly Announcement[] =>
  event.type === 'consentWithdrawn'
    ? event.data.suspendedReferrals.map((referralId) => ({
        type: 'referral.recalled',
        to: [findReferral(state, referralId)?.to],
        referralId,
      }))
    : [];

const announcedBy = (state: CaseState, event: CaseEvent): readonly Announcement[] => {
  const first = announce(state, event);
  return first === undefined ? [] : [first, ...recalls(state, event)];
};

/** The notices of a step, in order; whoever caused an event is not told of it, except by a clock. */
export const noticesOf = (state: CaseState, events: readonly CaseEvent[]): OutgoingNotice[] =>
  events.flatMap((event) =>
    announcedBy(state, event).flatMap((one) => noticesFor(state, event, one)),
  );

const noticesFor = (
  state: CaseState,
  event: CaseEvent,
  { to, type, referralId, code, ownOffice = false }: Announcement,
): OutgoingNotice[] => {
  const recipients = [...new Set(to)].filter(
    (id): id is InstitutionId => id !== undefined && (ownOffice || id !== event.by.institutionId),
  );
  const referral = referralId === undefined ? undefined : findReferral(state, referralId);
  return recipients.map((recipient) => ({
    to: recipient,
    type: `ch.relais.${type}.v1`,
    seq: event.seq,
    at: event.at,
    referralId,
    referralTo: referral?.to,
    from: event.by.institutionId,
    basis: referral?.grant?.basis,
    code,
    ...clockOf(state, event),
  }));
};
