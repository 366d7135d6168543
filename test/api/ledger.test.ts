import { mermaidFaults } from '../support/mermaid';
import type { CaseState } from '../../domain/case/state';
import type { Ledger } from '../../schemas/index';
import { makeTestApi, play } from './api-on-postgres';
import type { TestApi } from './api-on-postgres';

/** Monday 16 February, in the morning. */
const clock = {
  engineOrigin: new Date().toISOString(),
  domainOrigin: '2026-02-16T08:00:00.000Z',
  rate: 1,
};
let api: TestApi;
let state: CaseState;
beforeAll(async () => {
  api = await makeTestApi(undefined, (parts) => ({
    ...parts,
    clock: { getClock: async () => clock },
  }));
  state = await api.giveCase(
    play()
      .admitted('sg-rav')
      .do('sg-rav', { kind: 'sendReferral', to: 'sg-sh', purpose: 'coaching', reciprocity: true })
      .on('2026-02-05')
      .do('sg-sh', { kind: 'requestInformation', referralId: 'R1', fields: ['permit'] })
      .on('2026-02-09')
      .do('sg-rav', { kind: 'draftReferral', to: 'sg-if', purpose: 'coaching' }),
  );
});
afterAll(() => api.close());

const read = async (what: 'ledger' | 'path', institution: string) =>
  api.app.inject({
    url: `/v1/cases/${state.id}/${what}`,
    headers: await api.bearer({ institution }),
  });

describe('an office that asks who had a case for how long', () => {
  it('sees every stretch of a referral until now, and what it adds up to', async () => {
    const response = await read('ledger', 'sg-rav');
    expect(response.statusCode).toBe(200);
    const [referral] = response.json<Ledger>().referrals;
    expect(referral!.stretches.map(({ from, party }) => [from.slice(0, 16), party])).toEqual([
      ['2026-02-02T08:00', 'receiver'],
      ['2026-02-05T08:00', 'sender'],
      ['2026-02-06T23:00', 'closed_days'],
      ['2026-02-08T23:00', 'sender'],
      ['2026-02-13T23:00', 'closed_days'],
      ['2026-02-15T23:00', 'sender'],
    ]);
    expect(referral!.sums).toMatchObject([
      { party: 'receiver', institutionId: 'sg-sh', ms: 3 * 86_400_000, businessDays: 3 },
      { party: 'sender', institutionId: 'sg-rav', businessDays: 7 },
      { party: 'closed_days', ms: 4 * 86_400_000, businessDays: 0 },
    ]);
  });

  it('is one that runs the case, or its coordinator', async () => {
    const code = async (institution: string) => (await read('ledger', institution)).json().code;
    expect(await code('sg-sh')).toBe('not_permitted');
    expect(await code('sg-iv')).toBe('not_found');
  });
});

describe('an office that wants to see the way of a case', () => {
  it('gets a diagram with a lane for each referral it may see', async () => {
    const { caseId, mermaid } = (await read('path', 'sg-rav')).json();
    expect(caseId).toBe(state.id);
    expect(mermaidFaults(mermaid)).toEqual([]);
    expect(mermaid).toContain('R1_lane');
    expect(mermaid).toContain('R2_lane');
    const other = (await read('path', 'sg-sh')).json<{ mermaid: string }>().mermaid;
    expect([other.includes('R1_lane'), other.includes('R2_lane')]).toEqual([true, false]);
    expect((await read('path', 'sg-iv')).statusCode).toBe(404);
  });
});
