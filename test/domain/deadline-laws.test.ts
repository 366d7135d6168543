import * as fc from 'fast-check';
import { addBusinessDays, isBusinessDay } from '../../domain/deadlines/business-days';
import { addDays, localDate, localInstant, localTime } from '../../domain/deadlines/dates';
import type { Context } from '../../domain/deadlines/deadline';
import { startDeadline } from '../../domain/deadlines/deadline';
import { moveDeadline } from '../../domain/deadlines/move';
import type { Calendar, Term } from '../../schemas/index';
import { calendar, rulesOf } from '../support/builders';
import { runs } from '../support/runs';

const courtHolidays = [
  { from: 'easter-7', to: 'easter+7' },
  { from: '07-15', to: '08-15' },
  { from: '12-18', to: '01-02' },
];

/** Any office: the days of its canton, more of its own, and half days between. */
const office: fc.Arbitrary<Calendar> = fc
  .record({
    canton: fc.constantFrom('zh' as const, 'sg' as const, 'sz' as const, 'fr' as const),
    closed: fc.uniqueArray(fc.nat(1000), { maxLength: 60 }),
    half: fc.uniqueArray(fc.nat(1000), { maxLength: 30 }),
    closesAt: fc.constantFrom('11:30', '12:00', '16:00', '18:00'),
  })
  .map(({ canton, closed, half, closesAt }) => ({
    ...calendar(canton),
    closedOn: [...calendar(canton).closedOn, ...closed.map((n) => addDays('2026-01-01', n))],
    halfDays: half.map((n) => ({ on: addDays('2026-01-01', n), closesAt })),
  }));
const day = fc.nat(900).map((n) => addDays('2026-01-01', n));
const term: fc.Arbitrary<Term> = fc.oneof(
  fc.nat(60).map((BD) => ({ BD })),
  fc.record({ CD: fc.nat(120), standstill: fc.boolean() }),
  fc.integer({ min: 1, max: 14 }).map((months) => ({ months })),
);
const time = fc.constantFrom('00:10', '09:00', '12:30', '18:30');
const moment = (on: string, at: string, own: Calendar): Context => ({
  now: localInstant(on, at),
  ...rulesOf('zh', { courtHolidays }),
  calendars: { 'zh-iv': own },
});
const owed = { owedBy: 'zh-iv', referralId: 'R1' } as const;

test('no deadline is due and none speaks on a closed day of the office that owes it', () => {
  fc.assert(
    fc.property(fc.record({ on: day, at: time, own: office, length: term }), (given) => {
      const { own, length } = given;
      const ctx = moment(given.on, given.at, own);
      const deadline = startDeadline({ kind: 'T_DEC', ...owed, term: length }, ctx);
      for (const instant of [deadline.dueAt, ...deadline.firings.map((firing) => firing.at)])
        expect(isBusinessDay(own, localDate(instant))).toBe(true);
    }),
    { numRuns: runs(300) },
  );
});

test('what is due on a half day is due when the office closes, summer time or not', () => {
  fc.assert(
    fc.property(day, office, term, (on, own, length) => {
      const { dueAt } = startDeadline(
        { kind: 'T_DEC', ...owed, term: length },
        moment(on, '09:00', own),
      );
      const half = own.halfDays?.find((one) => one.on === localDate(dueAt));
      const closes = half !== undefined && half.closesAt < '17:00' ? half.closesAt : '17:00';
      expect(localTime(dueAt)).toBe(closes);
    }),
    { numRuns: runs(300) },
  );
});

test('business days added and then taken away lead back to the day, when offices worked on it', () => {
  fc.assert(
    fc.property(day, office, fc.integer({ min: -80, max: 80 }), (on, own, count) => {
      fc.pre(isBusinessDay(own, on));
      expect(addBusinessDays(own, addBusinessDays(own, on, count), -count)).toBe(on);
    }),
    { numRuns: runs(300) },
  );
});

test('a legal deadline that stands still never ends earlier than one that runs on', () => {
  fc.assert(
    fc.property(day, office, fc.nat(200), (on, own, CD) => {
      const due = (standstill: boolean): number => {
        const request = { kind: 'T_DUTY', ...owed, term: { CD, standstill } } as const;
        return Date.parse(startDeadline(request, moment(on, '09:00', own)).dueAt);
      };
      expect(due(true)).toBeGreaterThanOrEqual(due(false));
    }),
    { numRuns: runs(200) },
  );
});

test('a deadline does not move while the rules stay, whenever somebody looks', () => {
  const kinds = fc.constantFrom('T_DEC' as const, 'T_INFO' as const, 'T_ACK' as const);
  fc.assert(
    fc.property(
      fc.record({ on: day, at: time, own: office, kind: kinds, length: fc.option(term) }),
      fc.nat(60),
      fc.nat(6),
      ({ on, at, own, kind, length }, later, spoken) => {
        const started = startDeadline(
          length === null ? { kind, ...owed } : { kind, ...owed, term: length },
          moment(on, at, own),
        );
        // As the case knows it after some of its levels have spoken.
        const reached = started.firings.slice(0, spoken).at(-1)?.level;
        const known = {
          ...started,
          firings: started.firings.slice(spoken),
          ...(reached && { reached }),
        };
        const silences = [{ institutionId: 'zh-iv', at: localInstant(addDays(on, 1), '17:00') }];
        const now = moment(addDays(on, later), '19:00', own);
        expect(moveDeadline(known, now, silences)).toBeUndefined();
      },
    ),
    { numRuns: runs(300) },
  );
});
