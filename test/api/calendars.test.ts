import { calendarsOfCanton, closedDays } from '../../infra/calendars/calendars';
import { makeCalendarStore } from '../../infra/prisma/calendar-store';
import { makeTestApi } from './api-on-postgres';
import type { TestApi } from './api-on-postgres';

let api: TestApi;
beforeAll(async () => {
  api = await makeTestApi();
});
afterAll(() => api.close());

const read = async (canton: string, query: string) => {
  const headers = await api.bearer();
  const response = await api.app.inject({ url: `/v1/calendars/${canton}?${query}`, headers });
  return { status: response.statusCode, body: response.json<Record<string, unknown>>() };
};

describe('an office that looks up when others are closed', () => {
  it('is told that days are computed while no calendar covers the year', async () => {
    const { status, body } = await read('zh', 'year=2026');
    expect([status, body]).toEqual([
      200,
      { canton: 'zh', year: 2026, version: 'computed', items: closedDays('zh', 2026) },
    ]);
  });

  it('reads what is published, of the canton or of one office, with its version', async () => {
    const store = makeCalendarStore(api.db);
    const [canton, office] = calendarsOfCanton('zh', { fromYear: 2025, toYear: 2028 });
    for (const one of [canton, office]) await store.publishCalendar(one!.calendar, one!.days);
    const whole = (await read('zh', 'year=2026')).body;
    expect(whole).toMatchObject({ version: canton!.calendar.version, items: expect.any(Array) });
    expect(whole['items']).toContainEqual({
      on: '2026-01-02',
      name: expect.objectContaining({ de: 'Berchtoldstag', it: 'San Bertoldo' }),
      kind: 'correction',
      source: expect.stringContaining('[K]'),
    });
    const own = (await read('zh', 'year=2026&institution=zh-sh')).body;
    expect(own).toMatchObject({ institution: 'zh-sh', version: office!.calendar.version });
    expect(own['items']).toContainEqual(
      expect.objectContaining({ on: '2026-09-14', closesAt: '12:00' }),
    );
    const other = (await read('zh', 'year=2026&institution=zh-rav')).body;
    expect(other).toEqual({ ...whole, institution: 'zh-rav' });
    expect((await read('zh', 'year=2029')).body).toMatchObject({ version: 'computed' });
  });

  it('gets a clear no for an office of another canton, a wrong id, and no year', async () => {
    expect((await read('zh', 'year=2026&institution=sg-sh')).status).toBe(404);
    for (const [canton, query] of [
      ['zh', 'year=2026&institution=zurich'],
      ['zh', 'institution=zh-sh'],
      ['zh', 'year=1999'],
      ['xx', 'year=2026'],
    ] as const)
      expect((await read(canton, query)).status).toBe(400);
  });
});
