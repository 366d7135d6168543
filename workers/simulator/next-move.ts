/** What a case officer or a coordinator of the demo does next, read off the case as they see it. */
import type {
  CaseView, CommandRequest, DeadlineKind, InstitutionId, PublicCommandKind,
} from '../../schemas/index'; // prettier-ignore
import { missingLater } from './invented-person';

export interface Look {
  readonly view: CaseView;
  /** Domain time, milliseconds since 1970. */
  readonly nowMs: number;
  /** True at the coordinator's desk. */
  readonly coordinates: boolean;
}

const dayMs = 86_400_000;
const daysBeforeMeeting = 24;
const endedStatuses = ['declined', 'withdrawn', 'expired', 'done', 'aborted'];

const may = ({ view }: Look, kind: PublicCommandKind): boolean =>
  view.allowedActions.some((action) => action.kind === kind);
const waits = ({ view }: Look, kind: DeadlineKind) =>
  view.deadlines.find((deadline) => deadline.kind === kind);
const daysSince = ({ nowMs }: Look, at: string): number => (nowMs - Date.parse(at)) / dayMs;

/** A weekday so many days ahead, as a plain date. */
function weekdayIn(days: number, nowMs: number): string {
  const day = new Date(nowMs + days * dayMs);
  const weekend = [0, 6].indexOf(day.getUTCDay());
  const shift = weekend === 0 ? 1 : weekend === 1 ? 2 : 0;
  return new Date(day.getTime() + shift * dayMs).toISOString().slice(0, 10);
}

type Move = (look: Look) => CommandRequest | undefined;

const suggestedReferrals = ({ view }: Look) =>
  (view.verdict?.route ?? [])
    .map(({ to, purpose }) => ({ to: `${view.canton}-${to}`, purpose }))
    .filter(({ to }) => to !== view.registeredBy)
    .slice(0, 3)
    .map((referral) => ({ ...referral, from: view.registeredBy, reciprocity: true }));

const confirm: Move = (look) => {
  const { verdict } = look.view;
  if (verdict === undefined || !may(look, 'confirmVerdict')) return undefined;
  // It lies with the sender already.
  if (look.view.status === 'returned_info' && verdict.outcome === 'returned_info') return undefined;
  const sends = verdict.outcome === 'admitted' || verdict.outcome === 'bilateral';
  return { kind: 'confirmVerdict', referrals: sends ? suggestedReferrals(look) : [] };
};

const supply: Move = (look) => {
  const { view } = look;
  if (!may(look, 'supplyInformation') || daysSince(look, view.changedAt) < 4) return undefined;
  return { kind: 'supplyInformation', facts: missingLater() };
};

const inform: Move = (look) => {
  const owed = waits(look, 'T_INFORM')?.referralId;
  if (owed === undefined || !may(look, 'informPerson')) return undefined;
  return { kind: 'informPerson', referralId: owed };
};

const answer: Move = (look) => {
  const asked = look.view.allowedActions.find(({ kind }) => kind === 'answerInformation');
  if (asked?.referralId === undefined || daysSince(look, look.view.changedAt) < 2) return undefined;
  return { kind: 'answerInformation', referralId: asked.referralId };
};

/** Somebody declined and named who should act instead: that office is asked. */
const askNextOwner: Move = ({ view, ...look }) => {
  const asked = new Set<InstitutionId>(view.referrals.map(({ to }) => to));
  const declined = view.referrals.find(
    ({ status, nextOwner }) =>
      status === 'declined' &&
      nextOwner !== undefined &&
      nextOwner !== view.registeredBy &&
      !asked.has(nextOwner),
  );
  if (declined?.nextOwner === undefined || !may({ view, ...look }, 'sendReferral'))
    return undefined;
  const { nextOwner: to, purpose, from } = declined;
  return { kind: 'sendReferral', to, purpose, from, reciprocity: true };
};

const meet: Move = (look) => {
  const { view, nowMs } = look;
  const answered = view.referrals.some(({ status }) =>
    ['accepted', 'in_progress'].includes(status),
  );
  if (view.meetingOn === undefined && answered && may(look, 'scheduleMeeting')) {
    const invite = [...new Set(view.referrals.map(({ to }) => to))];
    return {
      kind: 'scheduleMeeting',
      meetingOn: weekdayIn(daysBeforeMeeting, nowMs),
      minutes: 90,
      invite,
    };
  }
  const held = view.meetingOn !== undefined && nowMs > Date.parse(view.meetingOn) + dayMs / 2;
  return held && may(look, 'holdMeeting') ? { kind: 'holdMeeting' } : undefined;
};

const plan: Move = (look) => {
  const { view, nowMs } = look;
  // After a meeting, or where nobody else will act and the lead owes the next step.
  const due = view.status === 'plan_draft' || waits(look, 'T_NEXT') !== undefined;
  if (!due || !may(look, 'agreePlan')) return undefined;
  const helper = view.referrals[0]?.to ?? view.registeredBy;
  const goals = [
    { goal: 'health', responsible: helper, dueOn: weekdayIn(60, nowMs) },
    { goal: 'work', responsible: view.registeredBy, dueOn: weekdayIn(120, nowMs) },
  ] as const;
  return { kind: 'agreePlan', goals: [...goals] };
};

const measure: Move = (look) => {
  const { view } = look;
  if (waits(look, 'T_COST') !== undefined && may(look, 'approveCosts'))
    return { kind: 'approveCosts', payer: view.lead?.institutionId ?? view.registeredBy };
  const pending = waits(look, 'T_START');
  return pending !== undefined &&
    may(look, 'startMeasure') &&
    daysSince(look, pending.startedAt) > 10
    ? { kind: 'startMeasure' }
    : undefined;
};

const followUp: Move = (look) => {
  const due = waits(look, 'T_FU');
  if (due === undefined || !may(look, 'recordFollowUp') || daysSince(look, due.dueAt) < -2) {
    return undefined;
  }
  const open = look.view.plan?.goals.filter(({ state }) => state === 'open') ?? [];
  return {
    kind: 'recordFollowUp',
    goals: open.map(({ number }) => ({ number, state: 'achieved' as const })),
  };
};

const close: Move = (look) => {
  const { view } = look;
  if (!may(look, 'closeCase')) return undefined;
  const ended = view.referrals.every(({ status }) => endedStatuses.includes(status));
  if (!ended) return undefined;
  if (view.followUpsDone.length > 0) return { kind: 'closeCase', outcome: 'employed_primary' };
  const single = view.status === 'not_admitted' || view.status === 'bilateral';
  return single && daysSince(look, view.changedAt) > 6
    ? { kind: 'closeCase', outcome: 'back_to_single_institution' }
    : undefined;
};

const acknowledge: Move = (look) =>
  look.coordinates && !look.view.acknowledged && may(look, 'acknowledgeRegistration')
    ? { kind: 'acknowledgeRegistration' }
    : undefined;

const moves: readonly Move[] = [
  confirm, supply, inform, answer, askNextOwner, meet, plan, measure, followUp, close, acknowledge,
]; // prettier-ignore

/** The most urgent thing to do, or undefined when nothing is. */
export function nextMove(look: Look): CommandRequest | undefined {
  for (const move of moves) {
    const request = move(look);
    if (request !== undefined) return request;
  }
  return undefined;
}
