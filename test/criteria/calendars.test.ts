import { calendarsFor, closedDays } from '../../infra/calendars/calendars';
import { checkCorrections } from '../../infra/calendars/corrections';
import { Calendar, ClosedDay, cantonCodes } from '../../schemas/index';
import type { CantonCode } from '../../schemas/index';

const days2026 = new Map(
  cantonCodes.map((canton) => [canton, new Set(closedDays(canton, 2026).map(({ on }) => on))]),
);
const closedIn = (on: string): CantonCode[] =>
  cantonCodes.filter((canton) => days2026.get(canton)!.has(on));
const without = (...open: CantonCode[]): CantonCode[] =>
  cantonCodes.filter((canton) => !open.includes(canton));

describe('the offices of the cantons (domain.md 3.5)', () => {
  it.each<[string, string, CantonCode[]]>([
    ['New Year', '2026-01-01', without()],
    ['Good Friday', '2026-04-03', without('vs', 'ti')],
    ['Easter Monday', '2026-04-06', without('vs')],
    ['1 May', '2026-05-01', ['bl', 'bs', 'ju', 'ne', 'sh', 'tg', 'ti', 'zh']],
    ['Ascension', '2026-05-14', without()],
    ['Whit Monday', '2026-05-25', without('vs')],
    ['19 March', '2026-03-19', ['nw', 'sz', 'ti', 'ur', 'vs']],
    ['1 August', '2026-08-01', without()],
    ['Christmas', '2026-12-25', without()],
  ])('are closed on %s', (_, on, cantons) => {
    expect(closedIn(on)).toEqual(cantons);
  });

  it.each(['2026-06-04', '2026-08-15', '2026-11-01', '2026-12-08'])(
    'are closed on the catholic day %s where it is kept, and not by commune',
    (on) => {
      expect(closedIn(on)).toEqual(
        expect.arrayContaining(['ai', 'fr', 'lu', 'nw', 'ow', 'sz', 'ti', 'ur', 'vs', 'zg']),
      );
      for (const open of ['zh', 'be', 'ag', 'so', 'gr', 'tg', 'sh', 'bl', 'bs', 'ar'])
        expect(closedIn(on)).not.toContain(open);
    },
  );

  it.each<[string, CantonCode, string]>([
    ['All Saints', 'sg', '2026-11-01'],
    ['All Saints', 'gl', '2026-11-01'],
    ['the Näfels procession', 'gl', '2026-04-09'],
    ['the Geneva fast', 'ge', '2026-09-10'],
    ['the Restoration', 'ge', '2026-12-31'],
    ['the Monday of the fast', 'vd', '2026-09-21'],
    ['the day of the republic', 'ne', '2026-03-01'],
    ['the day of independence', 'ju', '2026-06-23'],
    ['26 December', 'zh', '2026-12-26'],
    ['26 December', 'fr', '2026-12-26'],
    ['26 December', 'ti', '2026-12-26'],
  ])('are closed on %s in %s', (_, canton, on) => {
    expect(closedIn(on)).toContain(canton);
  });

  it('count a half day as a business day', () => {
    expect(closedIn('2026-09-14')).not.toContain('zh');
    expect(closedIn('2026-05-01')).not.toContain('so');
    expect(closedIn('2026-12-24')).not.toContain('vs');
  });
});

describe('a calendar', () => {
  it('holds only weekdays, in order, each once, for the years it covers', () => {
    for (const canton of cantonCodes) {
      const calendar = Calendar.parse(calendarsFor(canton, 2026, 2027));
      const { closedOn, coversFrom, coversTo } = calendar;
      expect(closedOn).toEqual([...new Set(closedOn)].sort());
      expect([coversFrom, coversTo]).toEqual(['2026-01-01', '2027-12-31']);
      for (const on of closedOn)
        expect([0, 6]).not.toContain(new Date(`${on}T12:00:00Z`).getUTCDay());
    }
  });

  it('has a version that names its days', () => {
    const { version } = calendarsFor('zh', 2026, 2027);
    expect(version).toBe(calendarsFor('zh', 2026, 2027).version);
    expect(version).not.toBe(calendarsFor('zh', 2026, 2028).version);
    expect(version).not.toBe(calendarsFor('sz', 2026, 2027).version);
  });

  it('refuses years in the wrong order', () => {
    expect(() => calendarsFor('zh', 2027, 2026)).toThrow(/years in order/);
  });

  it('tells a reader the name in four languages and where a day comes from', () => {
    const days = closedDays('zh', 2026).map((day) => ClosedDay.parse(day));
    expect(days.find(({ on }) => on === '2026-01-02')).toMatchObject({ kind: 'correction' });
    expect(days.find(({ on }) => on === '2026-04-03')).toEqual({
      on: '2026-04-03',
      name: { de: 'Karfreitag', fr: 'Vendredi saint', it: 'Venerdì santo', en: 'Good Friday' },
      kind: 'public',
      source: 'date-holidays 3.37.0',
    });
  });

  it('is corrected by files in which nothing is wrong', () => {
    expect(checkCorrections().problems).toEqual([]);
  });
});
