import { Indicators } from '../../schemas/index';
import type { Indicator } from '../../schemas/index';
import { csvOf } from '../../workers/api/indicators';
import { makeTestApi, play } from './api-on-postgres';
import type { TestApi } from './api-on-postgres';
import type { TokenWish } from './tokens';

let api: TestApi;
beforeAll(async () => {
  api = await makeTestApi();
  for (let index = 0; index < 6; index += 1) await api.giveCase(referred(index < 5));
  await api.giveCase(play('zh').registered('zh-sh'));
});
afterAll(() => api.close());

const coordinator: TokenWish = { institution: 'sg-coo', role: 'coordinator' };
const strategic: TokenWish = { institution: 'sg-coo', role: 'strategic' };

/** Five accept within four days, one declines. */
const referred = (accepts: boolean) => {
  const played = play()
    .admitted('sg-rav')
    .do('sg-rav', { kind: 'sendReferral', to: 'sg-iv', purpose: 'clarify_competence' })
    .on('2026-02-06');
  return accepts
    ? played.do('sg-iv', { kind: 'acceptReferral', referralId: 'R1', claimsLead: false })
    : played.do('sg-iv', {
        kind: 'declineReferral',
        referralId: 'R1',
        reason: 'not_competent',
        nextOwner: 'sg-rav',
      });
};

const read = async (wish: TokenWish, query = 'from=2026-01-01&to=2026-12-31') =>
  api.app.inject({ url: `/v1/indicators?${query}`, headers: await api.bearer(wish) });
const figures = async (wish: TokenWish): Promise<readonly Indicator[]> =>
  Indicators.parse((await read(wish)).json()).items;
const named = (items: readonly Indicator[], name: Indicator['name']): Indicator[] =>
  items.filter((item) => item.name === name);

describe('the coordinator of a canton', () => {
  it('sees its figures with how many stand behind each', async () => {
    const items = await figures(coordinator);
    expect(named(items, 'registrations')).toEqual([
      { name: 'registrations', institution: 'sg-rav', measure: 'count', value: 6, of: 6 },
    ]);
    const [acceptance] = named(items, 'acceptance');
    expect(acceptance).toMatchObject({ from: 'sg-rav', to: 'sg-iv', measure: 'share', of: 6 });
    expect(acceptance?.value).toBeCloseTo(5 / 6);
    expect(named(items, 'decline_reasons')).toEqual([
      expect.objectContaining({ code: 'not_competent', value: 1 }),
    ]);
    expect(named(items, 'three_institutions')).toMatchObject([{ value: 0, of: 6 }]);
    const times = named(items, 'time_to_answer');
    expect(times.map(({ pauses, measure }) => `${pauses} ${measure}`)).toEqual([
      'in median', 'in p90', 'out median', 'out p90',
    ]); // prettier-ignore
    expect(times.every(({ value }) => value === 4)).toBe(true);
  });

  it('gets the same as a table for a spreadsheet', async () => {
    const response = await read(coordinator, 'from=2026-01-01&to=2026-12-31&format=csv');
    expect(response.headers['content-type']).toContain('text/csv');
    const [head, ...lines] = response.body.trim().split('\r\n');
    expect(head).toBe('name,institution,from,to,code,permitGroup,pauses,measure,value,of');
    expect(lines).toHaveLength((await figures(coordinator)).length);
    expect(lines).toContain('registrations,sg-rav,,,,,,count,6,6');
  });

  it('is told when the days are the wrong way round', async () => {
    const response = await read(coordinator, 'from=2026-03-01&to=2026-02-01');
    expect(response.statusCode).toBe(400);
    expect(response.body).toContain('from');
  });
});

describe('the strategic level', () => {
  it('sees no figure behind which fewer than five stand, on either side of a share', async () => {
    const items = await figures(strategic);
    expect(named(items, 'registrations')[0]).toMatchObject({ value: 6, of: 6 });
    expect(named(items, 'acceptance')[0]).toMatchObject({ value: null, of: 6 });
    expect(named(items, 'decline_reasons')[0]).toMatchObject({ value: null, of: null });
    const left = await read(strategic, 'from=2026-01-01&to=2026-12-31&format=csv');
    expect(left.body).toContain('decline_reasons,,sg-rav,sg-iv,not_competent,,,count,,\r\n');
  });

  it('finds no case and no person in them', async () => {
    const { body } = await read(strategic);
    expect(body).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
    expect(body).not.toContain('Beispiel');
  });
});

it('an officer asks for no figures of the canton', async () => {
  expect((await read({})).statusCode).toBe(403);
});

it('nothing in a table is taken for a formula', () => {
  const item = { name: 'missing_fields', measure: 'count', value: 7, of: 7 } as const;
  expect(csvOf([{ ...item, code: '=1+1' }])).toContain(",'=1+1,");
  expect(csvOf([{ ...item, code: 'a "b", c' }])).toContain(',"a ""b"", c",');
});
