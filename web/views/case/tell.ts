/** What happened, in words: what an event was about, and why it happened. */
import type { CaseEvent, EventType, TimelineEntry } from '../../../schemas/index';
import { day } from '../../app/figures';
import { fieldWord, institution, labelled, text, word } from '../../app/words';
import type { Clocks, KnownClock } from './why';
import { clockWords, firedBy, noteClock, whyOf } from './why';

type DataOf<T extends EventType> = Extract<CaseEvent, { type: T }>['data'];

const to = (id: string): string => labelled(text('page.recipient'), institution(id));
const owner = (id: string): string => labelled(text('page.owner'), institution(id));
const because = (group: string, code: string): string =>
  labelled(text('page.reason'), word(group, code));
/** Codes of facts, or of groups of them, as words. */
export const fieldsInWords = (codes: readonly string[]): string => codes.map(fieldWord).join(', ');
const fields = fieldsInWords;

/** The codes of an event as words. Events that carry none beyond their referral are not named. */
const detailsOf: { readonly [T in EventType]?: (data: DataOf<T>) => string[] } = {
  caseRegistered: ({ registeredBy }) => [institution(registeredBy)],
  factsUpdated: (data) => [fields(data.fields)],
  verdictProposed: ({ verdict }) => [word('verdictOutcome', verdict.outcome)],
  informationReturned: ({ missing }) => [labelled(text('page.missing'), fields(missing))],
  informationSupplied: (data) => [fields(data.fields)],
  verdictConfirmed: ({ outcome, reason }) => [
    word('verdictOutcome', outcome),
    ...(reason === undefined ? [] : [because('overrideReason', reason)]),
  ],
  leadAssigned: ({ institutionId }) => [institution(institutionId)],
  leadConflictRaised: ({ claimedBy, heldBy }) => [institution(heldBy), institution(claimedBy)],
  referralSent: ({ to: recipient, grant }) => [to(recipient), word('purpose', grant.purpose)],
  informationRequested: (data) => [fields(data.fields)],
  referralDeclined: ({ reason, nextOwner }) => [because('declineReason', reason), owner(nextOwner)],
  referralWaiting: ({ until, nextOwner }) => [
    labelled(text('page.date'), day(until)),
    owner(nextOwner),
  ],
  referralWithdrawn: ({ reason }) => [because('withdrawReason', reason)],
  referralCompleted: ({ result }) => [word('referralResult', result)],
  referralAborted: ({ reason }) => [because('abortReason', reason)],
  consentRecorded: ({ consent }) => [word('consentStatus', consent.status)],
  consentWithdrawn: ({ suspendedReferrals }) => [...suspendedReferrals],
  meetingScheduled: ({ meetingOn }) => [labelled(text('page.date'), day(meetingOn))],
  meetingHeld: ({ on }) => [labelled(text('page.date'), day(on))],
  planAgreed: ({ goals }) => goals.map(({ goal }) => word('goal', goal)),
  costsApproved: ({ payer }) => [institution(payer)],
  measureStarted: ({ provider }) => (provider === undefined ? [] : [institution(provider)]),
  followUpRecorded: ({ month }) => [labelled(text('page.month'), String(month))],
  milestoneRecorded: ({ milestone, on }) => [
    word('milestone', milestone),
    labelled(text('page.date'), day(on)),
  ],
  goalClosed: ({ number, state }) => [`${number}: ${word('goalState', state)}`],
  noticeUndelivered: ({ to: recipient, error }) => [to(recipient), because('deliveryError', error)],
  caseClosed: ({ outcome }) => [word('closureOutcome', outcome)],
  deadlineStopped: ({ remainingBD }) => [text('page.standsStill', { days: remainingBD })],
  deadlineCleared: ({ met }) => [text(met ? 'page.inTime' : 'page.late')],
  deadlineReached: ({ level, recipients }) => [
    `${level}: ${word('level', level)}`,
    ...[...new Set(recipients.map(({ institutionId }) => institutionId))].map(to),
  ],
};

const keyIn = ({ type, data }: CaseEvent): string | undefined => {
  if (type === 'deadlineSet' || type === 'deadlineMoved') return data.deadline.key;
  return 'key' in data ? data.key : undefined;
};

/** Who did it; for what the engine did by itself, the clock behind it. */
const causeOf = (event: CaseEvent): string => {
  const { by } = event;
  const fired = firedBy(event);
  if (fired !== undefined)
    return `${text('page.causedByClock')} ${clockWords(fired.key, undefined).join()}, ${fired.level}`;
  if (by.role === 'system') return text('page.automatic');
  const role = word('role', by.role);
  return by.institutionId === undefined ? role : `${role}, ${institution(by.institutionId)}`;
};

export interface Told {
  readonly seq: number;
  readonly at: string;
  readonly type: EventType;
  readonly details: readonly string[];
  readonly cause: string;
  /** Sentences that explain an act of the engine by the clock behind it. */
  readonly why: readonly string[];
  /** The event with which that clock was set. */
  readonly set?: number;
  readonly isAutomatic: boolean;
}

const detailsIn = (event: CaseEvent, clocks: Clocks): readonly string[] => {
  const describe = detailsOf[event.type] as ((data: object) => string[]) | undefined;
  const key = keyIn(event);
  const referral = 'referralId' in event.data && key === undefined ? event.data.referralId : '';
  return [
    ...(key === undefined ? [] : clockWords(key, clocks.get(key)?.deadline)),
    ...(referral === undefined || referral === ''
      ? []
      : [labelled(text('page.referral'), referral)]),
    ...(describe?.(event.data) ?? []),
  ].filter((part) => part !== '');
};

const told = (event: CaseEvent, clocks: Clocks, clock: KnownClock | undefined): Told => {
  const { seq, at, type, by } = event;
  return {
    seq,
    at,
    type,
    details: detailsIn(event, clocks),
    cause: causeOf(event),
    why: whyOf(event, clock),
    ...(clock && { set: clock.seq }),
    isAutomatic: by.role === 'system',
  };
};

/** The history, oldest first, each clock with the due date that held at that moment. */
export const tell = (entries: readonly TimelineEntry[]): readonly Told[] => {
  const clocks = new Map<string, KnownClock>();
  return entries.map((entry) => {
    // The API builds entries from case events; the schema of an answer is wider for its readers.
    const event = entry as CaseEvent;
    // The clock behind an act is the one that ran before: the act may set it anew.
    const behind = clocks.get(firedBy(event)?.key ?? '');
    noteClock(event, clocks);
    return told(event, clocks, behind);
  });
};
