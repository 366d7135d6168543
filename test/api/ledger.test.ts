import { mermaidFaults } from '../support/mermaid';
import type { CaseState } from '../../domain/case/state';
import type { CasePath, CaseView, Ledger } from '../../schemas/index';
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
    const { caseId, mermaid, lanes } = (await read('path', 'sg-rav')).json<CasePath>();
    expect(caseId).toBe(state.id);
    expect(mermaidFaults(mermaid)).toEqual([]);
    expect(lanes.map(({ referralId }) => referralId)).toEqual([undefined, 'R1', 'R2']);
    expect(lanes[1]!.steps.find(({ state: at }) => at === 'now')).toMatchObject({
      status: 'info_requested',
      by: ['informationRequested'],
    });
    expect(mermaid).toContain('R1_lane');
    expect(mermaid).toContain('R2_lane');
    const other = (await read('path', 'sg-sh')).json<{ mermaid: string }>().mermaid;
    expect([other.includes('R1_lane'), other.includes('R2_lane')]).toEqual([true, false]);
    expect((await read('path', 'sg-iv')).statusCode).toBe(404);
  });
});

describe('an office that opens a case', () => {
  const view = async (institution: string): Promise<CaseView> => {
    const headers = await api.bearer({ institution });
    return (await api.app.inject({ url: `/v1/cases/${state.id}`, headers })).json<CaseView>();
  };

  it('is told who has the ball, and what it may open beside the case', async () => {
    const [runs, asked] = [await view('sg-rav'), await view('sg-sh')];
    expect([runs.reads, asked.reads]).toEqual([['ledger', 'dossier'], ['dossier']]);
    expect(runs.holder).toEqual({ party: 'sender', institutionId: 'sg-rav' });
    expect(runs.referrals[0]!.holder).toEqual({ party: 'sender', institutionId: 'sg-rav' });
  });

  it('learns where the consent does not reach, and only those who run the case whom it names', async () => {
    const [runs, asked] = [await view('sg-rav'), await view('sg-sh')];
    expect(runs.consentHoles!.map(({ referralId, to, why }) => [referralId, to, why])).toEqual([
      ['R2', 'sg-if', 'legal_basis_missing'],
    ]);
    expect(asked.consentHoles).toEqual([]);
    expect(runs.consentCovers!.recipients).toContain('sh');
    expect(asked.consentCovers).toBeUndefined();
  });
});
