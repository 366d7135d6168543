/** The laws of the house (house.md 7), held against every command of every random play. */
import * as fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { nextOwed } from '../../domain/case/clocks';
import { evolve } from '../../domain/case/evolve';
import { noticesOf } from '../../domain/case/react';
import type { CaseState } from '../../domain/case/state';
import { activeStatuses, findReferral, isOpen } from '../../domain/case/state';
import { consentGap } from '../../domain/consent/send-gate';
import { isBusinessDay } from '../../domain/deadlines/business-days';
import { localDate } from '../../domain/deadlines/dates';
import { waitsInPause } from '../../domain/deadlines/legal';
import type { CaseEvent, VerdictOutcome } from '../../schemas/index';
import {
  CaseEvent as CaseEventShape,
  deadlineKinds,
  eventTypes,
  ladderLevels,
} from '../../schemas/index';
import { runs } from '../support/runs';
import { commandKinds } from './random-bodies';
import type { Seen } from './random-plays';
import {
  canton,
  caseId,
  deepFreeze,
  isKnownCode,
  playRandomly,
  steps,
  survivesJson,
} from './random-plays';

type Taken = Omit<Seen, 'outcome'> & {
  readonly events: readonly CaseEvent[];
  readonly after: CaseState;
};
/** The same few instants come again and again, and local time is slow to find. */
const days = new Map<string, string>();
const dayOf = (at: string): string => {
  const day = days.get(at) ?? localDate(at);
  days.set(at, day);
  return day;
};
const asJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const statutory = ['AVG35a-1bis', 'IVG68bis-2', 'IVG68bis-3', 'AIG53-5'];
const isActive = ({ status }: CaseState): boolean =>
  activeStatuses.some((active) => active === status);
const unanswered = ['sent', 'acknowledged', 'info_requested', 'waiting_for_capacity'];

const watched = (state: CaseState, referralId: string, kinds: readonly string[]): boolean =>
  state.deadlines.some(
    (one) =>
      one.referralId === referralId &&
      kinds.includes(one.kind) &&
      one.stopped === undefined &&
      one.firings.length > 0,
  );

const livesOnConsent = ({ before, ctx }: Taken, to: string): boolean =>
  before !== undefined && consentGap(before, to, ctx.now) === undefined;

/** A pause, or a move to another canton, stops the clocks; its own clock goes on. */
const standsStill = ({ paused, leavingTo }: CaseState): boolean =>
  paused !== undefined || leavingTo !== undefined;

let seconded = 0;
const isSeconded = ({ before, command }: Taken, outcome: VerdictOutcome): boolean => {
  const { override } = before ?? {};
  seconded += 1;
  return override?.outcome === outcome && override.by !== command.actor.userId;
};

/** What holds after every command that was taken. */
const laws: Readonly<Record<string, (taken: Taken) => boolean>> = {
  'the versions are consecutive': ({ before, events, after }) =>
    events.every((event, i) => event.seq === (before?.version ?? 0) + i + 1) &&
    after.version === events.at(-1)?.seq,
  // The whole of it costs much: one in four, and the last of every play.
  'the state survives JSON': ({ after }) => after.version % 4 > 0 || survivesJson(after),
  'every event has its shape': ({ events }) =>
    // Parsing is slow: the first of each type and one in eight of the others.
    events.every(
      (event) =>
        (event.seq % 8 > 0 && seenTypes.has(event.type)) ||
        CaseEventShape.safeParse(asJson(event)).success,
    ),
  'every event says when, by whom and why': ({ events, command, ctx }) =>
    events.every(
      ({ at, by, cause }) => at === ctx.now && by === command.actor && cause === command.commandId,
    ),
  'exactly one institution leads after admission, nobody before': ({ after }) =>
    'lead' in after ? isActive(after) || after.status === 'closed' : !isActive(after),
  'nothing is sent without law or a live consent': (taken) =>
    taken.events.every(
      (event) =>
        event.type !== 'referralSent' ||
        (event.data.grant.recipient === event.data.to &&
          !event.data.to.includes('-mig') &&
          (event.data.grant.needsConsent
            ? livesOnConsent(taken, event.data.to)
            : statutory.includes(event.data.grant.basis))),
    ),
  'no clock is due and none rings on a closed day': ({ events, ctx }) =>
    events.every(
      (event) =>
        (event.type !== 'deadlineSet' && event.type !== 'deadlineMoved') ||
        [event.data.deadline.dueAt, ...event.data.deadline.firings.map(({ at }) => at)].every(
          (at) => isBusinessDay(ctx.calendar, dayOf(at)),
        ),
    ),
  'an open case has a next due event with an owner, a closed one has none': ({ after, ctx }) => {
    const next = nextOwed(after.deadlines);
    return after.status === 'closed'
      ? after.deadlines.length === 0
      : next !== undefined && next.owedBy !== '' && Date.parse(next.at) >= Date.parse(ctx.now);
  },
  'another outcome than advised is decided by two where the policy asks for it': (step) =>
    step.events.every(
      (event) =>
        event.type !== 'verdictConfirmed' ||
        event.data.outcome === event.data.suggested ||
        step.ctx.policy.fourEyes !== true ||
        isSeconded(step, event.data.outcome),
    ),
  'a deferral ends': ({ after }) =>
    after.status === 'closed' ||
    after.confirmed !== 'deferred' ||
    after.deadlines.some(({ kind, firings }) => kind === 'T_DEFER' && firings.length > 0),
  'in a pause no clock of service runs, and somebody looks at the pause': ({ after }) =>
    after.paused === undefined ||
    (after.deadlines.some(({ kind, firings }) => kind === 'T_PAUSE' && firings.length > 0) &&
      after.deadlines.every((one) => one.stopped !== undefined || !waitsInPause(one))),
  'somebody owes the next step of every unanswered referral': ({ after }) =>
    standsStill(after) ||
    after.referrals
      // Nobody may answer what was called back: the consent, or its sender, has to come first.
      .filter(({ status, suspended }) => unanswered.includes(status) && suspended !== true)
      .every(({ id }) => watched(after, id, ['T_DEC', 'T_INFO'])),
  'somebody looks after every accepted referral': ({ after }) =>
    after.plan !== undefined ||
    standsStill(after) ||
    after.referrals
      .filter((referral) => isOpen(referral) && !unanswered.includes(referral.status))
      .every(({ id }) => watched(after, id, ['T_REVIEW', 'T_REPORT'])),
  'nobody is told of an own act, and no notice carries more than codes': ({ events, after }) =>
    noticesOf(after, events).every((notice) => {
      const event = events.find(({ seq }) => seq === notice.seq);
      return (
        // Whoever has to second a proposal may sit in the same office.
        (notice.to !== event?.by.institutionId || event.type === 'overrideProposed') &&
        Object.keys(notice).every((key) => noticeKeys.includes(key))
      );
    }),
  'what happens to a referral reaches the other side': ({ events, after }) =>
    events.every((event) => everySideHears(after, event, events)),
};

const noticeKeys = ['to', 'type', 'seq', 'at', 'referralId', 'from', 'basis', 'referralTo', 'deadline',
  'level', 'dueAt', 'code']; // prettier-ignore

/** Told by another notice of the step, or nobody else's business. */
const ownAffair = [
  'personInformed',
  'nextPartnerSuggested',
  'referralDrafted',
  'referralDiscarded',
];

const everySideHears = (
  state: CaseState,
  event: CaseEvent,
  events: readonly CaseEvent[],
): boolean => {
  if (!('referralId' in event.data) || event.type.startsWith('deadline')) return true;
  if (ownAffair.includes(event.type)) return true;
  const referral = findReferral(state, event.data.referralId ?? '');
  if (referral === undefined) return false;
  // The engine asks for a report by itself: only the one who owes it must hear.
  const sides = event.type === 'reportRequested' ? [referral.to] : [referral.from, referral.to];
  const told = noticesOf(state, events).map(({ to }) => to);
  return sides.every((side) => side === event.by.institutionId || told.includes(side));
};

const seenTypes = new Set<string>();
const seenCodes = new Set<string>();
const seenKinds = new Set<string>();
const seenClocks = new Set<string>();
const seenLevels = new Set<string>();
let taken = 0;
let refused = 0;
let played = 0;

const note = (event: CaseEvent): void => {
  seenTypes.add(event.type);
  if (event.type === 'deadlineSet') seenClocks.add(event.data.deadline.kind);
  if (event.type === 'deadlineReached') seenLevels.add(event.data.level);
};

const check = (seen: Seen): readonly CaseEvent[] => {
  const { outcome, ...rest } = seen;
  if (!outcome.ok) {
    refused += 1;
    seenCodes.add(outcome.refusal.code);
    const saysOnlyWhy = Object.keys(outcome).join() === 'ok,refusal';
    if (!saysOnlyWhy || !isKnownCode(outcome.refusal.code)) throw new Error('not a refusal');
    return [];
  }
  taken += 1;
  const step = { ...rest, events: outcome.events, after: outcome.state };
  for (const [law, holds] of Object.entries(laws))
    if (!holds(step)) throw new Error(`${law}: ${JSON.stringify(step.command.body)}`);
  seenKinds.add(step.command.body.kind);
  for (const event of outcome.events) note(event);
  return outcome.events;
};

/** Whether all plays are played, or a few at every save. */
const inFull = runs(100) === 100;

/** Plays so many random cases and throws what breaks a law. */
const playMany = (plays: number, seed: number): void => {
  fc.assert(
    fc.property(canton, steps, (where, all) => {
      const events: CaseEvent[] = [];
      let last: CaseState | undefined;
      playRandomly(where, all, (seen) => {
        events.push(...check(seen));
        if (seen.outcome.ok) last = seen.outcome.state;
      });
      if (!survivesJson(last)) throw new Error('a state that is no JSON');
      // Same events, same state, also after a journey through JSON; nothing given is changed.
      const folded = asJson(events).reduce<CaseState | undefined>(
        (state, event) => deepFreeze(evolve(state, deepFreeze(event), caseId)),
        undefined,
      );
      if (!isDeepStrictEqual(folded, last)) throw new Error('same events, another state');
      played += 1;
    }),
    // Biased numbers stay small, and small numbers are always the same few people and commands.
    { numRuns: plays, seed, unbiased: true },
  );
};

/**
 * The two tests of one share of the plays. Two files share them so that they run side by side; each
 * must meet everything that can happen by itself.
 */
export const testLaws = (share: number, seed: number): void => {
  describe('whatever people do in whatever order', () => {
    test(`each of ${String(share)} random cases keeps the laws of the house`, () => {
      playMany(runs(share), seed);
      expect(played).toBe(runs(share));
    });

    test('the random cases reach every event, every clock with its levels, and most refusals', () => {
      // A few plays at every save can not meet what is rare; all of them must.
      const unseen = (wanted: readonly string[], seen: ReadonlySet<string>) =>
        wanted.filter((one) => !seen.has(one));
      const rare = unseen(eventTypes, seenTypes);
      expect(inFull ? rare : rare.slice(Math.floor(eventTypes.length / 4))).toEqual([]);
      expect(inFull ? unseen(commandKinds, seenKinds) : []).toEqual([]);
      expect(inFull ? unseen(deadlineKinds, seenClocks) : []).toEqual([]);
      expect(inFull ? unseen(ladderLevels, seenLevels) : []).toEqual([]);
      expect(seenCodes.size).toBeGreaterThan(15);
      expect(seconded).toBeGreaterThanOrEqual(inFull ? 1 : 0);
      expect(Math.min(taken, refused)).toBeGreaterThan(runs(share) * 6);
    });
  });
};
