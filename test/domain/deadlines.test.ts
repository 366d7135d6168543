import * as fc from 'fast-check';
import { addBusinessDays, businessDaysBetween } from '../../domain/deadlines/business-days';
import { addDays, localDate, localInstant, localTime } from '../../domain/deadlines/dates';
import type { Context, DeadlineRequest } from '../../domain/deadlines/deadline';
import {
  nextFiring,
  remainingBusinessDays,
  resumeDeadline,
  startDeadline,
} from '../../domain/deadlines/deadline';
import type { Deadline } from '../../schemas/index';
import { Play, engine, rulesOf } from '../support/builders';

const at = (on: string, canton: 'zh' | 'sg' = 'zh', time = '09:00'): Context => ({
  now: localInstant(on, time),
  ...rulesOf(canton),
});
const answer = { kind: 'T_DEC', owedBy: 'zh-iv', referralId: 'R1' } as const;
const levels = ({ firings }: Deadline): string[] =>
  firings.map(({ level, at: when }) => `${level} ${localDate(when)} ${localTime(when)}`);
const stopped = (deadline: Deadline, ctx: Context): Deadline => ({
  ...deadline,
  stopped: { at: ctx.now, remainingBD: remainingBusinessDays(deadline, ctx) },
});

describe('an office that owes an answer', () => {
  test('has ten business days, and is spoken to on the days of the ladder', () => {
    const deadline = startDeadline(answer, at('2026-03-26'));
    expect(deadline.dueAt).toBe(localInstant('2026-04-13', '17:00'));
    expect(levels(deadline)).toEqual([
      'L0 2026-04-09 08:00',
      'L1 2026-04-13 17:00',
      'L2 2026-04-20 17:00',
      'L3 2026-04-27 17:00',
      'L4 2026-05-12 17:00',
    ]);
  });

  test('is spoken to at once by the coordinator at its second silence within six months', () => {
    const silences = [{ institutionId: 'zh-iv', at: '2026-01-05T16:00:00.000Z' }];
    const second = startDeadline({ ...answer, silences }, at('2026-03-26'));
    expect(levels(second)[0]).toBe('L2 2026-04-13 17:00');
    const later = startDeadline({ ...answer, silences }, at('2026-07-01'));
    expect(levels(later)[0]).toMatch(/^L0/);
    const other = [{ institutionId: 'zh-sh', at: '2026-01-05T16:00:00.000Z' }];
    expect(levels(startDeadline({ ...answer, silences: other }, at('2026-03-26')))[0]).toMatch(
      /^L0/,
    );
  });

  test('keeps its repeated silence when its clock stood still in between', () => {
    const silences = [{ institutionId: 'zh-iv', at: '2026-01-05T16:00:00.000Z' }];
    const deadline = startDeadline({ ...answer, silences }, at('2026-02-02'));
    const resumed = resumeDeadline(stopped(deadline, at('2026-02-05')), at('2026-02-09'), silences);
    expect(levels(resumed)[0]).toBe('L2 2026-02-18 17:00');
  });

  test('is reminded the next day when it promised today and the office is closed', () => {
    const review = { kind: 'T_REVIEW', owedBy: 'zh-iv', on: '2026-02-06' } as const;
    expect(levels(startDeadline(review, at('2026-02-06', 'zh', '18:30')))).toEqual([
      'due 2026-02-09 17:00',
    ]);
  });
});

describe('lengths of time', () => {
  test('thirty calendar days that end on a Sunday end on the Monday', () => {
    const start = startDeadline({ kind: 'T_START', owedBy: 'zh-iv' }, at('2026-03-27'));
    expect([localDate(start.dueAt), start.basis]).toEqual(['2026-04-27', 'CD']);
  });

  test('three months from the end of November are the end of February, on a business day', () => {
    const request = { kind: 'T_FU', owedBy: 'zh-iv', mark: '3', from: '2026-11-30' } as const;
    const followUp = startDeadline(request, at('2026-11-30'));
    expect([followUp.key, localDate(followUp.dueAt)]).toEqual(['T_FU:3', '2027-03-01']);
  });

  test.each([
    [{ BD: 2 }, '2026-03-27', '2026-03-31T15:00:00.000Z'],
    [{ CD: 4 }, '2026-03-27', '2026-03-31T15:00:00.000Z'],
    [{ months: 1 }, '2026-03-10', '2026-04-10T15:00:00.000Z'],
    [{ BD: 2 }, '2026-10-23', '2026-10-27T16:00:00.000Z'],
    [{ CD: 4 }, '2026-10-23', '2026-10-27T16:00:00.000Z'],
    [{ months: 1 }, '2026-10-12', '2026-11-12T16:00:00.000Z'],
  ])('of %j from %s are due at five, over the night that changes the hour', (term, on, due) => {
    expect(startDeadline({ ...answer, term }, at(on)).dueAt).toBe(due);
  });

  test('a day that people agreed on counts as it is', () => {
    const meeting = { kind: 'T_RT', owedBy: 'zh-sh', on: '2026-03-04' } as const;
    expect(startDeadline(meeting, at('2026-02-17'))).toMatchObject({
      dueAt: localInstant('2026-03-04', '17:00'),
      basis: 'date',
    });
  });
});

describe('what a deadline remembers of its length', () => {
  test('is the day it counts from and the term, and whether the policy gave it', () => {
    const remembered = (request: DeadlineRequest) => {
      const { from, term, byPolicy } = startDeadline(request, at('2026-03-26'));
      return { from, term, byPolicy };
    };
    expect(remembered(answer)).toEqual({ from: '2026-03-26', term: { BD: 10 }, byPolicy: true });
    expect(remembered({ ...answer, term: { CD: 3 }, from: '2026-03-20' })).toEqual({
      from: '2026-03-20',
      term: { CD: 3 },
      byPolicy: undefined,
    });
    expect(remembered({ ...answer, on: '2026-04-20' })).toEqual({});
  });

  test('is what was left when it ran again', () => {
    const deadline = startDeadline(answer, at('2026-02-02'));
    const resumed = resumeDeadline(stopped(deadline, at('2026-02-04')), at('2026-03-02'));
    expect(resumed).toMatchObject({ from: '2026-03-02', term: { BD: 8 } });
    expect(resumed.byPolicy).toBeUndefined();
  });
});

describe('clocks whose length the verdict brings', () => {
  test('ring once when the engine itself acts, whatever the policy says', () => {
    const { policy, calendar } = rulesOf('zh', {
      ladders: { T_DEFER: { L1: 0, L2: 5 }, T_NEXT: { L1: 0, L2: 5 } },
    });
    const ctx = { now: localInstant('2026-02-02', '09:00'), policy, calendar };
    const facts = { kind: 'T_FACTS', owedBy: 'zh-coo', on: '2026-03-01' } as const;
    expect(levels(startDeadline(facts, ctx))).toEqual(['due 2026-03-02 17:00']);
    const defer = { kind: 'T_DEFER', owedBy: 'zh-coo', term: { months: 6 } } as const;
    expect(levels(startDeadline(defer, ctx))).toEqual(['due 2026-08-03 17:00']);
  });

  test('remind of a mandatory referral by its own ladder, else like any next step', () => {
    const duty = { kind: 'T_DUTY', owedBy: 'zh-sh', term: { BD: 5 } } as const;
    const ladders = { T_NEXT: { L1: 0 } };
    const from = (more: object) =>
      levels(startDeadline(duty, { ...at('2026-02-02'), ...rulesOf('zh', { ladders: more }) }));
    expect(from(ladders)).toEqual(['L1 2026-02-09 17:00']);
    expect(from({ ...ladders, T_DUTY: { L0: -1, L2: 1 } })).toEqual([
      'L0 2026-02-06 08:00',
      'L2 2026-02-10 17:00',
    ]);
  });

  test('are due on a business day even when nothing is left and it is Sunday', () => {
    const duty = { kind: 'T_DUTY', owedBy: 'zh-sh', term: { BD: 0 } } as const;
    expect(localDate(startDeadline(duty, at('2026-02-01')).dueAt)).toBe('2026-02-02');
  });
});

describe('a clock that stood still', () => {
  test('gives what was left, and at least three business days', () => {
    const deadline = startDeadline(answer, at('2026-02-02'));
    const early = resumeDeadline(stopped(deadline, at('2026-02-04')), at('2026-03-02'));
    expect(localDate(early.dueAt)).toBe(
      addBusinessDays(at('2026-03-02').calendar, '2026-03-02', 8),
    );
    const late = resumeDeadline(stopped(deadline, at('2026-02-13')), at('2026-03-02'));
    expect(localDate(late.dueAt)).toBe('2026-03-05');
    expect([late.key, late.startedAt]).toEqual([deadline.key, deadline.startedAt]);
  });

  test('a hold of n business days moves a deadline by exactly n', () => {
    const day = fc.nat(300).map((n) => addDays('2026-01-05', n));
    fc.assert(
      fc.property(day, fc.nat(6), fc.nat(90), (start, before, held) => {
        const { calendar } = at(start);
        const deadline = startDeadline(answer, at(start));
        const stop = addDays(start, before);
        const again = addDays(stop, held);
        const still = stopped(deadline, at(stop));
        fc.pre((still.stopped?.remainingBD ?? 0) >= 3);
        const moved = localDate(resumeDeadline(still, at(again)).dueAt);
        const n = businessDaysBetween(calendar, stop, again);
        expect(moved).toBe(addBusinessDays(calendar, localDate(deadline.dueAt), n));
      }),
      { numRuns: 300 },
    );
  });
});

describe('what rings next', () => {
  test('is the earliest, then the first by name, and never a clock that stands still', () => {
    const first = startDeadline(answer, at('2026-02-02'));
    const second = startDeadline({ ...answer, referralId: 'R2' }, at('2026-02-02'));
    const early = startDeadline(answer, at('2026-01-29'));
    expect(nextFiring([second, first])?.key).toBe('T_DEC:R1');
    expect(nextFiring([second, early])?.at).toBe(early.firings[0]?.at);
    expect(nextFiring([stopped(first, at('2026-02-03'))])).toBeUndefined();
  });
});

describe('silence on a case', () => {
  test('a ladder that ended goes on at its last level, every twenty business days', () => {
    const play = new Play(rulesOf('sg')).admitted('sg-sh');
    play.do('sg-sh', { kind: 'sendReferral', to: 'sg-iv', purpose: 'coaching' });
    play.until('2026-05-20');
    const strategic = play.events.flatMap((event) =>
      event.type === 'deadlineReached' && event.data.key === 'T_DEC:R1' && event.data.level === 'L4'
        ? [localDate(event.at)]
        : [],
    );
    expect(strategic).toEqual(['2026-03-16', '2026-04-15', '2026-05-13']);
  });

  test('a deadline that was met meanwhile is not reached any more', () => {
    const play = new Play(rulesOf('sg')).admitted('sg-sh');
    const refusal = play.try(engine, {
      kind: 'reachDeadline',
      key: 'T_CRIT',
      level: 'L1',
      deadline: 'T_CRIT',
    });
    expect(refusal?.code).toBe('not_allowed_in_this_state');
  });
});
