import {
  addBusinessDays,
  businessDaysBetween,
  isBusinessDay,
  nextBusinessDay,
} from '../../domain/deadlines/business-days';
import { addMonths, localDate, localInstant, localTime } from '../../domain/deadlines/dates';
import { calendar } from '../support/builders';

describe('an office counts in business days', () => {
  test('Zürich works on 19 March and not on 1 May, Schwyz the other way round', () => {
    const open = (canton: 'zh' | 'sz') =>
      ['2026-03-19', '2026-05-01'].map((on) => isBusinessDay(calendar(canton), on));
    expect(open('zh')).toEqual([true, false]);
    expect(open('sz')).toEqual([false, true]);
  });

  test('nobody works on a Saturday, a Sunday or Good Friday', () => {
    const days = ['2026-02-07', '2026-02-08', '2026-04-03'];
    expect(days.map((on) => isBusinessDay(calendar('sg'), on))).toEqual([false, false, false]);
  });

  test('a date that falls on Easter moves to the Tuesday after it', () => {
    expect(nextBusinessDay(calendar('sg'), '2026-04-03')).toBe('2026-04-07');
    expect(nextBusinessDay(calendar('sg'), '2026-04-07')).toBe('2026-04-07');
  });

  test('ten business days from 26 March pass over Easter and end on 13 April 2026 in Zürich', () => {
    expect(addBusinessDays(calendar('zh'), '2026-03-26', 10)).toBe('2026-04-13');
    expect(businessDaysBetween(calendar('zh'), '2026-03-26', '2026-04-13')).toBe(10);
  });

  test('the soft notice two business days before lies before Easter when it must', () => {
    expect(addBusinessDays(calendar('zh'), '2026-04-07', -2)).toBe('2026-04-01');
  });

  test('no business days lie between a day and an earlier one', () => {
    expect(businessDaysBetween(calendar('zh'), '2026-04-13', '2026-03-26')).toBe(0);
  });

  test('beyond the cover of its calendar an office is known to rest on weekends only', () => {
    expect(isBusinessDay(calendar('sg'), '2031-12-25')).toBe(true);
    expect(isBusinessDay(calendar('sg'), '2031-12-27')).toBe(false);
  });
});

describe('a month later', () => {
  test('the end of a month is clipped to a shorter month', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2028-01-31', 1)).toBe('2028-02-29');
    expect(addMonths('2026-03-31', 3)).toBe('2026-06-30');
  });

  test('months run over the end of the year, and backwards', () => {
    expect(addMonths('2026-11-30', 3)).toBe('2027-02-28');
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
  });
});

describe('an office closes at 17:00 on a Swiss wall', () => {
  test.each([
    ['2026-02-20', '2026-02-20T16:00:00.000Z'],
    ['2026-03-27', '2026-03-27T16:00:00.000Z'],
    ['2026-03-30', '2026-03-30T15:00:00.000Z'],
    ['2026-10-23', '2026-10-23T15:00:00.000Z'],
    ['2026-10-26', '2026-10-26T16:00:00.000Z'],
  ])('on %s that is %s, in winter time and in summer time', (on, instant) => {
    expect(localInstant(on, '17:00')).toBe(instant);
    expect([localDate(instant), localTime(instant)]).toEqual([on, '17:00']);
  });

  test('half past eleven in the evening in UTC is already tomorrow in Bern', () => {
    expect(localDate('2026-02-02T23:30:00.000Z')).toBe('2026-02-03');
    expect(localDate('2026-07-01T22:30:00.000Z')).toBe('2026-07-02');
  });

  test('a time that the spring night leaves out still becomes one instant', () => {
    expect(['2026-03-29T00:30:00.000Z', '2026-03-29T01:30:00.000Z']).toContain(
      localInstant('2026-03-29', '02:30'),
    );
  });
});
