import Holidays from 'date-holidays';
import { easterSunday, endWithStandstill, standsStill } from '../../domain/deadlines/standstill';
import { localDate, localInstant } from '../../domain/deadlines/dates';
import { startDeadline } from '../../domain/deadlines/deadline';
import { calendar, rulesOf } from '../support/builders';

/** As ATSG 38 par. 4 has them [K]. */
const holidays = [
  { from: 'easter-7', to: 'easter+7' },
  { from: '07-15', to: '08-15' },
  { from: '12-18', to: '01-02' },
];

describe('Easter', () => {
  test('is on the Sunday that the holiday library knows, from 2000 to 2100', () => {
    const library = new Holidays('CH', 'ZH');
    for (let year = 2000; year <= 2100; year += 1) {
      const known = library.getHolidays(year, 'en').find(({ rule }) => rule === 'easter');
      expect(easterSunday(year)).toBe(known?.date.slice(0, 10));
    }
  });
});

describe('the court holidays', () => {
  test.each([
    ['the day before the summer', '2026-07-14', false],
    ['the first day of the summer', '2026-07-15', true],
    ['the last day of the summer', '2026-08-15', true],
    ['the day after the summer', '2026-08-16', false],
    ['eight days before Easter', '2026-03-28', false],
    ['seven days before Easter', '2026-03-29', true],
    ['seven days after Easter', '2026-04-12', true],
    ['eight days after Easter', '2026-04-13', false],
    ['the day before Christmas', '2026-12-17', false],
    ['Christmas', '2026-12-18', true],
    ['New Year', '2027-01-02', true],
    ['the day after New Year', '2027-01-03', false],
  ])('%s, %s: %s', (_, on, still) => {
    expect(standsStill(holidays, on)).toBe(still);
  });
});

describe('thirty days to object', () => {
  const thirty = (from: string, courtHolidays?: typeof holidays): string =>
    endWithStandstill({ from, days: 30 }, calendar('zh'), courtHolidays);

  test.each([
    // The event of 1 July is not counted: 13 days until 14 July, 17 more from 16 August.
    ['over the summer', '2026-07-01', '2026-09-01'],
    // 22 days in March before the 29th, 8 from 13 April.
    ['over Easter', '2026-03-06', '2026-04-20'],
    // 16 days until 17 December, 14 from 3 January: the 16th is a Saturday.
    ['over the new year', '2026-12-01', '2027-01-18'],
    // Received on 20 July: the first day is 16 August.
    ['from within the summer', '2026-07-20', '2026-09-14'],
    ['from within the days before the new year', '2026-12-24', '2027-02-01'],
    ['from within the days after the new year', '2027-01-02', '2027-02-01'],
    ['far from any', '2026-09-01', '2026-10-01'],
  ])('%s from %s end on %s', (_, from, end) => {
    expect(thirty(from, holidays)).toBe(end);
  });

  test('run through the summer where the policy names no court holidays', () => {
    expect(thirty('2026-07-01')).toBe('2026-07-31');
  });

  test('end after the court holidays when the Monday that they would move to stands still', () => {
    // 12 July 2025 is a Saturday.
    const early = [{ from: '07-13', to: '08-15' }];
    expect(endWithStandstill({ from: '2025-07-01', days: 11 }, calendar('zh'), early)).toBe(
      '2025-08-18',
    );
  });

  test('end although somebody wrote down a whole year of court holidays', () => {
    expect(thirty('2026-07-01', [{ from: '01-01', to: '12-31' }])).toBe('2026-07-31');
  });
});

describe('a deadline with standstill', () => {
  const start = (term: { CD: number; standstill?: boolean }) =>
    startDeadline(
      { kind: 'T_DUTY', owedBy: 'zh-sh', term },
      { now: localInstant('2026-07-01', '09:00'), ...rulesOf('zh', { courtHolidays: holidays }) },
    );

  test('is longer than one without, and both close in Swiss time', () => {
    expect(start({ CD: 30, standstill: true })).toMatchObject({
      basis: 'CD',
      dueAt: localInstant('2026-09-01', '17:00'),
      from: '2026-07-01',
      term: { CD: 30, standstill: true },
    });
    expect(localDate(start({ CD: 30 }).dueAt)).toBe('2026-07-31');
    expect(localDate(start({ CD: 30, standstill: false }).dueAt)).toBe('2026-07-31');
  });
});
