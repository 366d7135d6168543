import { localDate, localInstant, localTime } from '../../domain/deadlines/dates';
import { remainingBusinessDays, startDeadline } from '../../domain/deadlines/deadline';
import type { Deadline } from '../../schemas/index';
import { Play, rulesOf } from '../support/builders';

const answer = { kind: 'T_DEC', owedBy: 'zh-iv', referralId: 'R1' } as const;
const levels = ({ firings }: Deadline): string[] =>
  firings.map(({ level, at: when }) => `${level} ${localDate(when)} ${localTime(when)}`);

describe('an office with days of its own', () => {
  const own = {
    ...rulesOf('zh').calendar,
    id: 'zh-iv',
    version: 'own',
    closedOn: [...rulesOf('zh').calendar.closedOn, '2026-02-05'],
    halfDays: [
      { on: '2026-02-17', closesAt: '12:00' },
      { on: '2026-02-24', closesAt: '12:00' },
    ],
  };
  const ctx = {
    now: localInstant('2026-02-02', '09:00'),
    ...rulesOf('zh'),
    calendars: { 'zh-iv': own },
  };

  test('has its own day off, and others do not', () => {
    const deadline = startDeadline(answer, ctx);
    expect([localDate(deadline.dueAt), deadline.calendarVersion]).toEqual(['2026-02-17', 'own']);
    const other = startDeadline({ ...answer, owedBy: 'zh-sh' }, ctx);
    expect([localDate(other.dueAt), other.calendarVersion]).toEqual(['2026-02-16', 'spec']);
    expect(remainingBusinessDays(deadline, ctx)).toBe(10);
    expect(remainingBusinessDays({ ...deadline, owedBy: 'zh-sh' }, ctx)).toBe(11);
  });

  test('must answer by noon on a half day, and is spoken to then', () => {
    const deadline = startDeadline(answer, ctx);
    expect(deadline.dueAt).toBe(localInstant('2026-02-17', '12:00'));
    expect(levels(deadline).slice(0, 3)).toEqual([
      'L0 2026-02-13 08:00',
      'L1 2026-02-17 12:00',
      'L2 2026-02-24 12:00',
    ]);
  });

  test('closes at its usual hour when the half day names a later one', () => {
    const late = { ...own, halfDays: [{ on: '2026-02-17', closesAt: '18:00' }] };
    const deadline = startDeadline(answer, { ...ctx, calendars: { 'zh-iv': late } });
    expect(deadline.dueAt).toBe(localInstant('2026-02-17', '17:00'));
  });

  test('that promised for a half day in its afternoon is reminded on the next day', () => {
    const now = localInstant('2026-02-17', '13:00');
    const review = { kind: 'T_REVIEW', owedBy: 'zh-iv', on: '2026-02-17' } as const;
    expect(levels(startDeadline(review, { ...ctx, now }))).toEqual(['due 2026-02-18 17:00']);
  });

  test('gets the last level again on its own business days', () => {
    const play = new Play({ ...rulesOf('sg'), calendars: { 'sg-iv': { ...own, id: 'sg-iv' } } });
    play.admitted('sg-sh').do('sg-sh', { kind: 'sendReferral', to: 'sg-iv', purpose: 'coaching' });
    play.until('2026-04-30');
    const strategic = play.events.flatMap((event) =>
      event.type === 'deadlineReached' && event.data.key === 'T_DEC:R1' && event.data.level === 'L4'
        ? [localDate(event.at)]
        : [],
    );
    // A day later than by the canton: its own day off lies before.
    expect(strategic).toEqual(['2026-03-17', '2026-04-16']);
  });
});
