import { calendarsFor } from '../../infra/calendars/calendars';
import { loadPolicies } from '../../infra/policies';
import { makeCalendarStore } from '../../infra/prisma/calendar-store';
import { makePolicyStore } from '../../infra/prisma/policy-store';
import { Rehearsal } from '../../schemas/index';
import type { OfficeConduct, PolicyDocument } from '../../schemas/index';
import { makeTestApi, play } from './api-on-postgres';
import type { TestApi } from './api-on-postgres';
import type { TokenWish } from './tokens';

let api: TestApi;
beforeAll(async () => {
  api = await makeTestApi();
  const store = makePolicyStore(api.db);
  for (const document of loadPolicies()) await store.publishPolicy(document);
  await store.publishPolicy(strictZurich());
  await makeCalendarStore(api.db).publishCalendar(calendarsFor('zh', 2025, 2029));
});
afterAll(() => api.close());

const zurich = loadPolicies().find(({ running }) => running.id === 'ZH-netzwerk')!;

/** Zürich wants its answers in five business days instead of ten. */
const strictZurich = (): PolicyDocument => ({
  ...zurich,
  running: {
    ...zurich.running,
    version: 'strict',
    terms: { ...zurich.running.terms, T_DEC: { BD: 5 } },
  },
});

const ask = async (payload: object, wish?: TokenWish) =>
  api.app.inject({
    method: 'POST',
    url: '/v1/rehearsals',
    headers: await api.bearer(wish),
    payload,
  });

const rehearse = async (
  offices: readonly OfficeConduct[],
  more: object = {},
): Promise<Rehearsal> => {
  const { id: policyId, version: policyVersion } = zurich.running;
  const response = await ask({ policyId, policyVersion, scenario: 'SC03', offices, ...more });
  expect(response.statusCode).toBe(200);
  return Rehearsal.parse(response.json());
};

const silentIv: OfficeConduct = { kind: 'iv', answer: 'silent', afterBD: 0 };
const steps = ({ ladder }: Rehearsal) =>
  ladder
    .filter(({ deadline, owedBy }) => deadline === 'T_DEC' && owedBy === 'zh-iv')
    .map(({ on, level }) => [on, level]);
const happened = ({ path }: Rehearsal) => path.flatMap(({ events }) => events);

describe('a coordinator who rehearses a policy', () => {
  test('finds the scenarios by id, without the persons in them', async () => {
    const headers = await api.bearer();
    const { items } = (await api.app.inject({ url: '/v1/scenarios', headers })).json();
    expect(items.length).toBeGreaterThan(15);
    expect(items).toContainEqual(
      expect.objectContaining({ id: 'SC03', canton: 'zh', start: '2026-03-23' }),
    );
    expect(JSON.stringify(items)).not.toMatch(/756|birthDate|officialName/);
  });

  test('sees the whole ladder of an office that stays silent, and the end of its referral', async () => {
    const played = await rehearse([silentIv]);
    expect(steps(played)).toEqual([
      ['2026-04-09', 'L0'],
      ['2026-04-13', 'L1'],
      ['2026-04-20', 'L2'],
      ['2026-04-27', 'L3'],
      ['2026-05-12', 'L4'],
      ['2026-06-11', 'L4'],
    ]);
    expect(happened(played)).toContain('referralExpired');
    const answer = played.clocks.find(({ key }) => key === 'T_DEC:R1');
    expect(answer).toMatchObject({ setOn: '2026-03-26', dueOn: '2026-04-13', met: false });
  });

  test('sees no step of the ladder of an office that answers in time', async () => {
    const played = await rehearse([{ kind: 'iv', answer: 'accepts', afterBD: 2 }]);
    expect(steps(played)).toEqual([]);
    const accepted = played.path.find(({ events }) => events.includes('referralAccepted'));
    expect(accepted).toMatchObject({ on: '2026-03-30', by: 'zh-iv', referrals: ['R1'] });
    expect(played.clocks.find(({ key }) => key === 'T_DEC:R1')?.met).toBe(true);
  });

  test('sees an office decline, with a reason, and the sender go on', async () => {
    const played = await rehearse([{ kind: 'iv', answer: 'declines', afterBD: 2 }]);
    expect(happened(played)).toContain('referralDeclined');
    expect(played.clocks.map(({ kind }) => kind)).toContain('T_NEXT');
  });

  test('sees an office ask back, and its clock stand still meanwhile', async () => {
    const played = await rehearse([{ kind: 'iv', answer: 'asks', afterBD: 2 }]);
    const types = happened(played);
    const [asked, answered, accepted] = [
      'informationRequested',
      'informationAnswered',
      'referralAccepted',
    ].map((type) => types.findIndex((one) => one === type));
    expect([asked! >= 0, asked! < answered!, answered! < accepted!]).toEqual([true, true, true]);
  });

  test('sees that nothing happens but reminders where nobody works at all', async () => {
    const kinds = ['sh', 'coo', 'iv', 'rav', 'if'] as const;
    const played = await rehearse(kinds.map((kind) => ({ kind, answer: 'silent', afterBD: 0 })));
    expect(new Set(happened(played))).toEqual(new Set(['caseRegistered', 'verdictProposed']));
    expect(played.ladder.map(({ deadline }) => deadline)).toContain('T_CRIT');
  });

  test('sees two versions side by side: the stricter one reminds a week earlier', async () => {
    const strict = await rehearse([silentIv], { policyVersion: 'strict' });
    const usual = await rehearse([silentIv]);
    const reminded = (played: Rehearsal) => steps(played).find(([, level]) => level === 'L1');
    expect([reminded(usual), reminded(strict)]).toEqual([
      ['2026-04-13', 'L1'],
      ['2026-04-02', 'L1'],
    ]);
  });

  test('starts on another day, and stops on the last one', async () => {
    const played = await rehearse([silentIv], { start: '2026-09-01', days: 30 });
    expect([played.from, played.to]).toEqual(['2026-09-01', '2026-10-01']);
    const days = [...played.path, ...played.ladder].map(({ on }) => on);
    expect(days.every((on) => on >= '2026-09-01' && on <= '2026-10-01')).toBe(true);
  });

  test('plays every scenario, and none of it leaves a trace', async () => {
    const headers = await api.bearer();
    const { items } = (await api.app.inject({ url: '/v1/scenarios', headers })).json<{
      items: { id: string; canton: string }[];
    }>();
    const documents = loadPolicies().filter(
      ({ running }) => running.model !== 'mandatory_referral',
    );
    for (const { id: scenario, canton } of items) {
      const { running } = documents.find(({ adoptedBy }) =>
        adoptedBy.some((one) => one.canton === canton),
      )!;
      const { id: policyId, version: policyVersion } = running;
      const response = await ask({ policyId, policyVersion, scenario, days: 400 });
      const played = Rehearsal.parse(response.json());
      expect([scenario, played.cut, played.path.length > 2]).toEqual([scenario, false, true]);
      expect(played.path.filter(({ refused }) => refused !== undefined)).toEqual([]);
    }
    expect(await api.db.caseRecord.count()).toBe(0);
    expect(await api.db.verdictRecord.count()).toBe(0);
    expect(api.sent).toEqual([]);
  });

  test('plays the facts of a case from its registration on, and the read is noted', async () => {
    const { id: caseId, registeredAt } = await api.giveCase(play('zh').registered('zh-sh'));
    const { id: policyId, version: policyVersion } = zurich.running;
    const body = { policyId, policyVersion, caseId, days: 90 };
    const played = Rehearsal.parse((await ask(body, { institution: 'zh-sh' })).json());
    expect(played.path[0]).toMatchObject({ on: registeredAt.slice(0, 10), by: 'zh-sh' });
    expect(played.verdict).toBeDefined();
    const [line, ...more] = await api.db.auditRecord.findMany({ where: { caseId } });
    expect([line?.action, more]).toEqual(['case_rehearsed', []]);
    expect(line?.fields).toContain('facts.permit');
    // Who does not run the case is told neither what is in it nor that there is one.
    expect((await ask(body, { institution: 'sg-rav' })).json().code).toBe('not_found');
    expect((await ask({ ...body, scenario: 'SC03' })).json().code).toBe('invalid_command');
  });

  test('is refused a policy, a version and a scenario that there is not', async () => {
    const good = {
      policyId: 'ZH-netzwerk',
      policyVersion: zurich.running.version,
      scenario: 'SC03',
    };
    const code = async (change: object) => (await ask({ ...good, ...change })).json().code;
    expect(await code({ policyVersion: '99' })).toBe('unknown_policy');
    expect(await code({ policyId: 'nobody' })).toBe('unknown_policy');
    expect(await code({ scenario: 'SC99' })).toBe('not_found');
    expect(await code({ days: 501 })).toBe('invalid_command');
    const stranger = await api.app.inject({ method: 'POST', url: '/v1/rehearsals', payload: good });
    expect(stranger.statusCode).toBe(401);
  });
});
