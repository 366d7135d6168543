import { makeLoadRules } from '../../activities/rules';
import { calendarWith, calendarsFor, closedDays } from '../../infra/calendars/calendars';
import { correctionsOf } from '../../infra/calendars/corrections';
import { loadPolicies } from '../../infra/policies';
import { makeCalendarStore } from '../../infra/prisma/calendar-store';
import { makePolicyStore } from '../../infra/prisma/policy-store';
import { AlreadyPublished } from '../../infra/prisma/published';
import { cantonCodes } from '../../schemas/index';
import { loadCalendars } from '../../workers/seed/load-calendars';
import { calendar } from '../support/builders';
import { openStoreFile } from './store-file';
import type { StoreFile } from './store-file';

let file: StoreFile;
beforeEach(async () => {
  file = await openStoreFile();
});
afterEach(() => file.close());

const on = '2026-11-25';
const corrected = (day: string) =>
  calendarWith(
    'sg',
    [
      ...correctionsOf('sg'),
      {
        day,
        closed: true,
        name: { de: 'a', fr: 'b', it: 'c', en: 'd' },
        validFrom: '2026-01-01',
        source: 'spec',
      },
    ],
    { fromYear: 2024, toYear: 2038 },
  );

describe('the calendar of a canton', () => {
  it('is the one published last that covers the day', async () => {
    const store = makeCalendarStore(file.engine);
    const first = calendar('sg');
    const second = { ...first, version: 'corrected', closedOn: first.closedOn.slice(1) };
    const current = async (around: string) => (await store.getCalendars('sg', around)).calendar;
    await store.publishCalendar(first);
    expect(await store.publishCalendar(first)).toBe('unchanged');
    expect(await store.publishCalendar(second)).toBe('published');
    expect(await current('2026-02-02T08:00:00.000Z')).toEqual(second);
    // The correction is taken back.
    await store.publishCalendar(first);
    expect(await current('2026-02-02')).toEqual(first);
    await expect(store.getCalendars('sg', '2031-01-01')).rejects.toThrow('no calendar');
    const changed = store.publishCalendar({ ...first, closedOn: [] });
    await expect(changed).rejects.toThrow(AlreadyPublished);
    const half = { ...first, halfDays: [{ on: '2026-12-24', closesAt: '12:00' }] };
    await expect(store.publishCalendar(half)).rejects.toThrow(AlreadyPublished);
  });

  it('comes with those of its own offices, each as it was published last', async () => {
    const store = makeCalendarStore(file.engine);
    const canton = calendar('sg');
    const halfDays = [{ on: '2026-12-24', closesAt: '12:00' }];
    const office = { ...canton, id: 'sg-sh', halfDays };
    await store.publishCalendar(canton);
    await store.publishCalendar(calendar('zh'));
    expect(await store.getCalendars('sg', on)).toEqual({ calendar: canton });
    for (const one of [office, { ...office, id: 'zh-sh' }, { ...office, version: 'later' }])
      await store.publishCalendar(one);
    expect(await store.getCalendars('sg', on)).toEqual({
      calendar: canton,
      calendars: { 'sg-sh': { ...office, version: 'later' } },
    });
  });

  it('has its days with their names, year by year, as they are published', async () => {
    const store = makeCalendarStore(file.engine);
    const own = corrected('12-28');
    const days = async (year: number, institution?: string) =>
      store.findDays({ canton: 'sg', year, institution });
    // Published without names, as in earlier days of the house.
    await store.publishCalendar(own.calendar);
    expect(await days(2026)).toBeUndefined();
    await store.publishCalendar(own.calendar, own.days);
    const { version } = own.calendar;
    const items = own.days.filter((day) => day.on.startsWith('2026'));
    expect(items.map((day) => day.on)).toContain('2026-12-28');
    expect(await days(2026)).toEqual({ version, items });
    expect(await days(2026, 'sg-sh')).toEqual({ version, items });
    expect(await days(2039)).toBeUndefined();
    const office = { ...own.calendar, id: 'sg-sh', version: 'own' };
    await store.publishCalendar(office, items.slice(1));
    expect(await days(2026, 'sg-sh')).toEqual({ version: 'own', items: items.slice(1) });
    expect(await days(2026)).toEqual({ version, items });
  });
});

describe('an installation that starts', () => {
  it('loads the calendars of 26 cantons and of the offices with days of their own', async () => {
    const store = makeCalendarStore(file.engine);
    const count = await loadCalendars(store, on);
    for (const canton of cantonCodes) {
      const { calendar: loaded } = await store.getCalendars(canton, on);
      expect(loaded).toEqual(calendarsFor(canton, 2024, 2038));
    }
    const { calendars = {} } = await store.getCalendars('zh', on);
    expect(Object.keys(calendars)).toEqual(['zh-sh']);
    expect(await loadCalendars(store, on)).toBe(count);
    expect(count).toBeGreaterThan(cantonCodes.length);
    expect((await store.findDays({ canton: 'ti', year: 2027 }))?.items).toEqual(
      closedDays('ti', 2027),
    );
  });

  it('never puts its files over a calendar that a person published, not even next year', async () => {
    const store = makeCalendarStore(file.engine);
    const current = async (around: string) => (await store.getCalendars('sg', around)).calendar;
    await loadCalendars(store, on);
    const { calendar: own, days } = corrected('12-28');
    await store.publishCalendar(own, days);
    await loadCalendars(store, on);
    expect(await current(on)).toEqual(own);
    await loadCalendars(store, '2027-01-04');
    expect(await current('2027-01-04')).toEqual(own);
    // The person goes back to what the files say: from then on they count again.
    await store.publishCalendar(calendarsFor('sg', 2024, 2038));
    expect(await current(on)).toEqual(calendarsFor('sg', 2024, 2038));
  });

  it('takes up what changed in its files while nobody published anything else', async () => {
    const store = makeCalendarStore(file.engine);
    const [first, second] = [corrected('12-28'), corrected('12-29')];
    expect(await store.loadCalendar(first, on)).toBe('published');
    expect(await store.loadCalendar(second, on)).toBe('published');
    expect(await store.loadCalendar(first, on)).toBe('unchanged');
    expect((await store.getCalendars('sg', on)).calendar).toEqual(second.calendar);
  });
});

describe('a case that asks for its rules', () => {
  it('gets the years around the day, for the canton and for its offices', async () => {
    const store = makeCalendarStore(file.engine);
    const policies = makePolicyStore(file.engine);
    for (const document of loadPolicies()) await policies.publishPolicy(document);
    await loadCalendars(store, on);
    const load = makeLoadRules(policies, store);
    const rules = await load({ canton: 'zh', on });
    const cover = { coversFrom: '2025-01-01', coversTo: '2029-12-31' };
    expect(rules.calendar).toMatchObject({ id: 'zh', ...cover });
    expect(rules.calendars?.['zh-sh']).toMatchObject({ id: 'zh-sh', ...cover });
    const kept = [...rules.calendar.closedOn, ...(rules.calendars?.['zh-sh']?.closedOn ?? [])];
    expect(kept.every((day) => day >= '2025-01-01' && day <= '2029-12-31')).toBe(true);
    const late = await load({ canton: 'zh', on: '2031-01-01' });
    expect(late.calendars?.['zh-sh']?.halfDays).toEqual([]);
    expect(await load({ canton: 'fr', on })).not.toHaveProperty('calendars');
  });
});
