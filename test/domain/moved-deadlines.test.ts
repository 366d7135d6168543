import { localDate, localInstant, localTime } from '../../domain/deadlines/dates';
import type { Context } from '../../domain/deadlines/deadline';
import { startDeadline } from '../../domain/deadlines/deadline';
import { moveDeadline } from '../../domain/deadlines/move';
import type { Deadline } from '../../schemas/index';
import { rulesOf } from '../support/builders';

const at = (on: string, part: object = {}): Context => ({
  now: localInstant(on, '09:00'),
  ...rulesOf('zh', part),
});
const answer = { kind: 'T_DEC', owedBy: 'zh-iv', referralId: 'R1' } as const;
const terms = (T_DEC: object): object => ({ terms: { ...rulesOf('zh').policy.terms, T_DEC } });
const levels = (deadline: Deadline | undefined): string[] | undefined =>
  deadline?.firings.map(({ level, at: when }) => `${level} ${localDate(when)} ${localTime(when)}`);

describe('an office whose rules change while it owes an answer', () => {
  const started = startDeadline(answer, at('2026-02-02'));

  test('has more time when the policy gives more, counted from the same day', () => {
    const moved = moveDeadline(started, at('2026-02-04', terms({ BD: 15 })));
    expect(moved).toEqual({
      ...started,
      dueAt: localInstant('2026-02-23', '17:00'),
      term: { BD: 15 },
      firings: startDeadline(answer, at('2026-02-02', terms({ BD: 15 }))).firings,
    });
  });

  test('may be overdue at once, and hears of it on the next day at the latest', () => {
    const late = { ...started, firings: started.firings.slice(1), reached: 'L0' as const };
    const moved = moveDeadline(late, at('2026-02-16', terms({ BD: 4 })));
    expect(moved?.dueAt).toBe(localInstant('2026-02-06', '17:00'));
    expect(levels(moved)).toEqual(['L3 2026-02-20 17:00', 'L4 2026-03-06 17:00']);
    const ladders = { ladders: { T_DEC: { L1: 0 } } };
    const short = startDeadline(answer, at('2026-02-02', ladders));
    const overdue = moveDeadline(short, at('2026-02-11', { ...terms({ BD: 4 }), ...ladders }));
    expect(levels(overdue)).toEqual(['L1 2026-02-12 17:00']);
  });

  test('is not told again what it was told', () => {
    const told = { ...started, firings: started.firings.slice(2), reached: 'L1' as const };
    const moved = moveDeadline(told, at('2026-02-17', terms({ BD: 15 })));
    expect(levels(moved)).toEqual([
      'L2 2026-03-02 17:00',
      'L3 2026-03-09 17:00',
      'L4 2026-03-23 17:00',
    ]);
    expect(moved?.reached).toBe('L1');
  });

  test('still hears what fell due before the rules changed', () => {
    const moved = moveDeadline(started, at('2026-02-13', terms({ BD: 15 })));
    expect(levels(moved)?.slice(0, 2)).toEqual(['L0 2026-02-12 08:00', 'L1 2026-02-23 17:00']);
  });

  test('goes on being reminded at the last level when the ladder had ended', () => {
    const again = [{ level: 'L4' as const, at: localInstant('2026-04-15', '17:00') }];
    const ended = { ...started, firings: again, reached: 'L4' as const };
    const moved = moveDeadline(ended, at('2026-03-20', terms({ BD: 12 })));
    expect(moved).toMatchObject({ dueAt: localInstant('2026-02-18', '17:00'), firings: again });
  });

  test('keeps a length that people gave, and only the calendar moves it', () => {
    const given = startDeadline({ ...answer, term: { BD: 3 } }, at('2026-02-02'));
    expect(moveDeadline(given, at('2026-02-03', terms({ BD: 15 })))).toBeUndefined();
    const ctx = at('2026-02-03', terms({ BD: 15 }));
    const closedOn = [...ctx.calendar.closedOn, '2026-02-04'];
    const calendar = { ...ctx.calendar, version: 'corrected', closedOn };
    expect(moveDeadline(given, { ...ctx, calendar })).toMatchObject({
      dueAt: localInstant('2026-02-06', '17:00'),
      term: { BD: 3 },
      calendarVersion: 'corrected',
    });
  });

  test('has its own calendar when it gets one', () => {
    const ctx = at('2026-02-03');
    const halfDays = [{ on: '2026-02-16', closesAt: '12:00' }];
    const calendars = { 'zh-iv': { ...ctx.calendar, version: 'own', halfDays } };
    expect(moveDeadline(started, { ...ctx, calendars })).toMatchObject({
      dueAt: localInstant('2026-02-16', '12:00'),
      calendarVersion: 'own',
    });
    const others = { 'zh-sh': { ...ctx.calendar, version: 'own', halfDays } };
    expect(moveDeadline(started, { ...ctx, calendars: others })).toBeUndefined();
  });

  test('keeps its deadline when a new calendar changes other days', () => {
    const ctx = at('2026-02-03');
    const calendar = { ...ctx.calendar, version: 'later', closedOn: [] };
    const short = startDeadline({ ...answer, kind: 'T_ACK', term: { BD: 2 } }, at('2026-02-02'));
    expect(moveDeadline(short, { ...ctx, calendar })).toBeUndefined();
  });

  test('is not held to be silent a second time by its own silence', () => {
    const told = { ...started, firings: started.firings.slice(2), reached: 'L1' as const };
    const own = [{ institutionId: 'zh-iv', at: localInstant('2026-02-16', '17:00') }];
    expect(moveDeadline(told, at('2026-02-17'), own)).toBeUndefined();
    const before = [{ institutionId: 'zh-iv', at: localInstant('2026-01-16', '17:00') }];
    expect(levels(moveDeadline(told, at('2026-02-17'), before))?.[0]).toBe('L3 2026-02-23 17:00');
  });
});

describe('a deadline that no rule moves', () => {
  const longer = at('2026-02-04', terms({ BD: 15 }));

  test('is one that people agreed on, one that stands still, and one of earlier days', () => {
    const agreed = startDeadline({ ...answer, on: '2026-03-02' }, at('2026-02-02'));
    expect(moveDeadline(agreed, longer)).toBeUndefined();
    const started = startDeadline(answer, at('2026-02-02'));
    const stopped = { at: started.startedAt, remainingBD: 10 };
    expect(moveDeadline({ ...started, stopped }, longer)).toBeUndefined();
    const { from: _from, term: _term, byPolicy: _byPolicy, ...earlier } = started;
    expect(moveDeadline(earlier, longer)).toBeUndefined();
  });
});
