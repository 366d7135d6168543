/**
 * How offices behave in a rehearsal: whoever owes something does it so many business days after its
 * clock began, or never. What they do is an ordinary command, taken or refused by the decisions.
 */
import type {
  Actor,
  AnyCommandBody,
  Deadline,
  DeadlineKind,
  InstitutionId,
  InstitutionKind,
  OfficeConduct,
  ReferralRequest,
} from '../../schemas/index';
import type { Circumstances, CaseState } from '../case/state';
import { findReferral } from '../case/state';
import { addBusinessDays, nextBusinessDay } from '../deadlines/business-days';
import type { Context } from '../deadlines/context';
import { calendarOf } from '../deadlines/context';
import { localDate, localInstant } from '../deadlines/dates';
import { kindOf } from '../institution';
import { meet } from './meet';
import { goalsFor, planned } from './plan';

/** Facts that come later, under the reference of the dossier that holds them. */
export interface LaterFacts {
  readonly dossierRef: string;
  readonly fields: readonly string[];
  readonly circumstances: Circumstances;
}

export interface Look {
  readonly state: CaseState;
  readonly deadline: Deadline;
  readonly conduct: OfficeConduct;
  readonly ctx: Context;
  readonly later: LaterFacts | undefined;
}

/** What an office would do about a clock, and when. */
export interface Move {
  readonly actor: Actor;
  readonly body: AnyCommandBody;
  readonly at: string;
  /** The same move is not tried twice. */
  readonly name: string;
}

interface Act {
  readonly body: AnyCommandBody;
  /** Another day than the usual one. */
  readonly on?: string | undefined;
}
type Decide = (look: Look) => Act | undefined;

const mostReferrals = 3;
/** Offices work through their mail in the morning. */
const workTime = '10:00';

const isAsked = (state: CaseState, institutionId: InstitutionId): boolean =>
  institutionId === state.registeredBy || state.referrals.some(({ to }) => to === institutionId);

const routed = (state: CaseState): ReferralRequest[] =>
  (state.verdict?.route ?? [])
    .map(({ to, purpose }) => ({ to: `${state.canton}-${to}`, purpose }))
    .filter(({ to }) => !isAsked(state, to))
    .slice(0, mostReferrals)
    .map((one) => ({ ...one, from: state.registeredBy, reciprocity: true }));

const confirm: Decide = ({ state }) => {
  const outcome = state.verdict?.outcome;
  if (outcome === undefined) return undefined;
  const sends = outcome === 'admitted' || outcome === 'bilateral';
  return { body: { kind: 'confirmVerdict', referrals: sends ? routed(state) : [] } };
};

const supply: Decide = ({ state, deadline: { referralId }, later }) => {
  if (referralId !== undefined) return { body: { kind: 'answerInformation', referralId } };
  if (later === undefined || state.dossierRef === later.dossierRef) return undefined;
  const { dossierRef, fields, circumstances } = later;
  return { body: { kind: 'supplyInformation', dossierRef, fields: [...fields], ...circumstances } };
};

const answer: Decide = ({ state, deadline: { referralId }, conduct, ctx }) => {
  const referral = referralId === undefined ? undefined : findReferral(state, referralId);
  if (referral === undefined || referralId === undefined) return undefined;
  if (conduct.answer === 'declines') {
    const inUse = ctx.policy.declineReasons ?? ['not_competent'];
    const reason = inUse.find((one) => one !== 'no_capacity_now') ?? 'not_competent';
    const nextOwner = ctx.policy.coordination;
    return { body: { kind: 'declineReferral', referralId, reason, nextOwner } };
  }
  const asks = conduct.answer === 'asks' && referral.requestedFields === undefined;
  return asks
    ? { body: { kind: 'requestInformation', referralId, fields: ['workCapacity.percent'] } }
    : { body: { kind: 'acceptReferral', referralId, claimsLead: false } };
};

/** After a decline or an end without an answer: the next partner whom the policy names, else a plan. */
const goOn: Decide = (look) => {
  const { state, deadline } = look;
  const ended = state.referrals.findLast(({ status }) => ['declined', 'expired'].includes(status));
  const to = ended?.suggested?.find((one) => !isAsked(state, one));
  if (ended === undefined || to === undefined) return planned(look);
  const { purpose } = ended;
  return {
    body: { kind: 'sendReferral', to, purpose, from: deadline.owedBy, reciprocity: true },
  };
};

const refer: Decide = ({ state, deadline: { key } }) => {
  const duty = state.verdict?.duties?.find(({ to }) => key.endsWith(`:${to}`));
  const { purpose, to: kind } = duty ?? {};
  return purpose === undefined || kind === undefined
    ? undefined
    : { body: { kind: 'sendReferral', to: `${state.canton}-${kind}`, purpose, reciprocity: true } };
};

/** A look back falls on its own day, not so soon after the plan. */
const lookBack: Decide = ({ state, deadline, ctx }) => {
  const left = ctx.policy.followUpMonths.filter((one) => !state.followUpsDone.includes(one));
  const goals = left.length > 1 ? [] : goalsFor(state, 'achieved');
  return { body: { kind: 'recordFollowUp', goals }, on: localDate(deadline.dueAt) };
};

const onReferral =
  (kind: 'informPerson' | 'reportProgress'): Decide =>
  ({ deadline: { referralId } }) =>
    referralId === undefined ? undefined : { body: { kind, referralId } };

/** What ends a clock; the others run on as if their office were silent. */
const acts: Readonly<Partial<Record<DeadlineKind, Decide>>> = {
  T_ACK: () => ({ body: { kind: 'acknowledgeRegistration' } }),
  T_CRIT: confirm,
  T_INFO: supply,
  T_DEC: answer,
  T_DUTY: refer,
  T_NEXT: goOn,
  T_RT: meet,
  T_PLAN: planned,
  T_COST: ({ deadline: { owedBy: payer } }) => ({ body: { kind: 'approveCosts', payer } }),
  T_START: () => ({ body: { kind: 'startMeasure' } }),
  T_FU: lookBack,
  T_REPORT: onReferral('reportProgress'),
  T_INFORM: onReferral('informPerson'),
  T_CLOSE: ({ state: { plan } }) => ({
    body: {
      kind: 'closeCase',
      outcome: plan === undefined ? 'back_to_single_institution' : 'employed_primary',
    },
  }),
};

const actorOf = (institutionId: InstitutionId): Actor => {
  const role = kindOf(institutionId) === 'coo' ? 'coordinator' : 'officer';
  return { userId: `${institutionId}-${role}`, institutionId, role };
};

/** Who behaves how; an office of which nothing was said answers as most do. */
export const conductOf = (
  conducts: readonly OfficeConduct[],
  kind: InstitutionKind,
): OfficeConduct =>
  conducts.find((one) => one.kind === kind) ?? { kind, answer: 'accepts', afterBD: 3 };

const isLater = (at: string, other: string): boolean => Date.parse(at) > Date.parse(other);

/** The morning so many business days after a clock began, or now when that has gone by. */
const usualTime = ({ deadline, conduct, ctx }: Look): string => {
  const { owedBy, startedAt } = deadline;
  const calendar = calendarOf(ctx, owedBy);
  const first = nextBusinessDay(calendar, localDate(startedAt));
  const at = localInstant(addBusinessDays(calendar, first, conduct.afterBD), workTime);
  return isLater(at, ctx.now) ? at : ctx.now;
};

/** What the office that owes a clock does about it; undefined when it never will. */
export const moveOn = (look: Look): Move | undefined => {
  const { state, deadline, conduct, ctx } = look;
  if (conduct.answer === 'silent' || deadline.stopped !== undefined) return undefined;
  const usual = usualTime(look);
  // Days that the office names are counted from the day on which it acts.
  const act = acts[deadline.kind]?.({ ...look, ctx: { ...ctx, now: usual } });
  if (act === undefined) return undefined;
  const { body, on } = act;
  const at = on === undefined ? usual : localInstant(on, workTime);
  const { key, owedBy, startedAt } = deadline;
  const name = [key, startedAt, body.kind, state.verdict?.verdictId].join(' ');
  return { actor: actorOf(owedBy), body, at: isLater(at, ctx.now) ? at : ctx.now, name };
};
