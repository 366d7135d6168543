/** The ladder of a deadline: when the engine speaks while nobody answers (domain.md 6). */
import type {
  Deadline,
  DeadlineKind,
  InstitutionId,
  Ladder,
  LadderLevel,
  RunningPolicy,
} from '../../schemas/index';
import type { Silence } from '../case/state';
import { addBusinessDays, closingTime } from './business-days';
import type { Context } from './context';
import { calendarOf } from './context';
import { addMonths, localDate, localInstant } from './dates';
import { defaultLadders } from './default-terms';

type Firing = Deadline['firings'][number];

/** What the ladder depends on. */
export interface Owed {
  readonly kind: DeadlineKind;
  readonly owedBy: InstitutionId;
  /** The day on which it is due. */
  readonly dueOn: string;
  readonly silences?: readonly Silence[] | undefined;
}

/** Clocks of an answer owed by a partner; only here does silence add up (domain.md 6). */
const answerKinds: readonly DeadlineKind[] = ['T_DEC', 'T_REPORT'];
export const countsAsSilence = (kind: DeadlineKind, level: LadderLevel): boolean =>
  answerKinds.includes(kind) && level !== 'L0' && level !== 'due';

const ladderOrder: readonly LadderLevel[] = ['L0', 'L1', 'L2', 'L3', 'L4', 'due'];

/** True when a level comes after another on the ladder. */
export const isAfter = (level: LadderLevel, other: LadderLevel): boolean =>
  ladderOrder.indexOf(level) > ladderOrder.indexOf(other);

/** A second silence within the policy's months begins at its level, fired on the due date itself. */
const shiftForRepeatedSilence = (ladder: Ladder, startsAt: LadderLevel): Ladder => {
  const base = ladder[startsAt];
  if (base === undefined) return ladder;
  const kept = Object.entries(ladder).filter(([level]) => !isAfter(startsAt, level as LadderLevel));
  return Object.fromEntries(kept.map(([level, offset]) => [level, offset - base]));
};

const wasSilent = ({ kind, owedBy, dueOn, silences = [] }: Owed, policy: RunningPolicy): boolean =>
  answerKinds.includes(kind) &&
  silences.some(
    (silence) =>
      silence.institutionId === owedBy &&
      dueOn <= addMonths(localDate(silence.at), policy.repeatedSilence.withinMonths),
  );

/** The engine acts itself on these days and reminds nobody, whatever the policy says. */
const actsAtOnce: Ladder = { due: 0 };

/** A delegation ends by itself, and both sides are warned, whatever else a policy says. */
const delegationLadder: Ladder = { L0: -10, due: 0 };

const ladderOf = (kind: DeadlineKind, { ladders }: RunningPolicy): Ladder => {
  if (kind === 'T_DEFER' || kind === 'T_FACTS' || kind === 'T_EXPIRY') return actsAtOnce;
  if (kind === 'T_DELEGATION') return ladders[kind] ?? delegationLadder;
  // Who must make a mandatory referral is reminded like who must act after a decline.
  const alike = kind === 'T_DUTY' ? ladders.T_NEXT : defaultLadders[kind];
  return ladders[kind] ?? alike ?? {};
};

/** The moment at which an office closes on a day. */
export const closingOn = (on: string, owedBy: InstitutionId, ctx: Context): string =>
  localInstant(on, closingTime(calendarOf(ctx, owedBy), on, ctx.policy.officeHours.closes));

const firingAt = (owed: Owed, offset: number, ctx: Context): string => {
  const on = addBusinessDays(calendarOf(ctx, owed.owedBy), owed.dueOn, offset);
  // A notice before the due date is read in the morning; a lapse is known when the office closes.
  return offset < 0
    ? localInstant(on, ctx.policy.officeHours.opens)
    : closingOn(on, owed.owedBy, ctx);
};

/** The whole ladder under the policy, gone by or not, earliest first. */
export const ladderFirings = (owed: Owed, ctx: Context): Firing[] => {
  const ladder = ladderOf(owed.kind, ctx.policy);
  const effective = wasSilent(owed, ctx.policy)
    ? shiftForRepeatedSilence(ladder, ctx.policy.repeatedSilence.startsAt)
    : ladder;
  return Object.entries(effective)
    .map(([level, offset]) => ({ level: level as LadderLevel, at: firingAt(owed, offset, ctx) }))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
};

/** The firings that lie ahead; when all have gone by, the last level speaks on the next day. */
export const aheadOf = (
  firings: readonly Firing[],
  owedBy: InstitutionId,
  ctx: Context,
): Firing[] => {
  const ahead = firings.filter(({ at }) => Date.parse(at) > Date.parse(ctx.now));
  const last = firings.at(-1);
  if (ahead.length > 0 || last === undefined) return ahead;
  // Promised for today after the office closed: it speaks on the next day instead of never.
  const tomorrow = addBusinessDays(calendarOf(ctx, owedBy), localDate(ctx.now), 1);
  return [{ level: last.level, at: closingOn(tomorrow, owedBy, ctx) }];
};
