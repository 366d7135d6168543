import type { CaseState } from '../../domain/case/state';
import { RefusedError } from '../../infra/temporal/refusals';
import { loadPolicies } from '../../infra/policies';
import { makePolicyStore } from '../../infra/prisma/policy-store';
import { CaseView, CommandRequest, ProblemDetails } from '../../schemas/index';
import type { ActionField } from '../../schemas/index';
import { engine, verdict } from '../support/builders';
import { makeTestApi, play } from './api-on-postgres';
import type { TestApi } from './api-on-postgres';

let api: TestApi;
const [rules] = loadPolicies().filter(({ running }) => running.id.startsWith('SG'));

beforeAll(async () => {
  api = await makeTestApi();
  const running = { ...rules!.running, id: 'SG-spec', version: '1' };
  const reasons = ['not_competent', 'no_capacity_now'] as const;
  await makePolicyStore(api.db).publishPolicy({
    ...rules!,
    running: { ...running, declineReasons: [...reasons] },
  });
});
afterAll(() => api.close());

const referred = () =>
  play()
    .admitted('sg-rav')
    .do('sg-rav', { kind: 'sendReferral', to: 'sg-iv', purpose: 'clarify_competence' });

const viewFor = async (state: CaseState, institution: string): Promise<CaseView> => {
  const headers = await api.bearer({ institution });
  return CaseView.parse((await api.app.inject({ url: `/v1/cases/${state.id}`, headers })).json());
};

const fieldsOf = (view: CaseView, kind: string): readonly ActionField[] | undefined =>
  view.allowedActions.find((one) => one.kind === kind)?.fields;

describe('the disability insurance reads what it may do with a referral', () => {
  test('with the fields of each command, which are needed, and the reasons in use', async () => {
    const view = await viewFor(await api.giveCase(referred()), 'sg-iv');
    expect(fieldsOf(view, 'acknowledgeReferral')).toEqual([]);
    expect(fieldsOf(view, 'declineReferral')).toEqual([
      { name: 'reason', required: true, type: 'code', codes: ['not_competent', 'no_capacity_now'] },
      { name: 'nextOwner', required: true, type: 'text' },
      { name: 'until', required: false, type: 'date' },
    ]);
    expect(fieldsOf(view, 'acceptReferral')).toContainEqual({
      name: 'claimsLead',
      required: false,
      type: 'boolean',
    });
  });

  test('and every field is one that the route takes, none is kept back', async () => {
    const view = await viewFor(await api.giveCase(referred()), 'sg-iv');
    const sender = await viewFor(await api.giveCase(referred()), 'sg-rav');
    for (const { kind, referralId, fields } of [...view.allowedActions, ...sender.allowedActions]) {
      const bare = CommandRequest.safeParse({ kind, ...(referralId && { referralId }) });
      const needed = fields.filter(({ required }) => required).map(({ name }) => name);
      const missing = bare.error?.issues.map(({ path }) => String(path[0])) ?? [];
      expect([kind, [...new Set(missing)].toSorted()]).toEqual([kind, needed.toSorted()]);
    }
  });
});

describe('the office that asked before the verdict was as it is', () => {
  test('is offered a confirmation only with another outcome and a reason', async () => {
    const returned = play()
      .registered('sg-rav')
      .do(engine, { kind: 'recordVerdict', verdict: verdict('returned_info', ['consent']) })
      .do('sg-rav', { kind: 'confirmVerdict', referrals: [] });
    const view = await viewFor(await api.giveCase(returned), 'sg-rav');
    const fields = fieldsOf(view, 'confirmVerdict') ?? [];
    expect(fields.filter(({ required }) => required).map(({ name }) => name)).toEqual([
      'outcome',
      'reason',
    ]);
    expect(fields[0]!.codes).not.toContain('deferred');
  });
});

describe('somebody who looked at an older version', () => {
  test('is told the version that is there now, and what may be done in it', async () => {
    const state = await api.giveCase(referred());
    api.answerWith(() => {
      const details = { expected: 0, actual: 1 };
      throw new RefusedError({ code: 'version_conflict', details });
    });
    const response = await api.app.inject({
      method: 'POST',
      url: `/v1/cases/${state.id}/commands`,
      headers: { ...(await api.bearer({ institution: 'sg-iv' })), 'if-match': '"0"' },
      payload: { kind: 'acknowledgeReferral', referralId: 'R1' },
    });
    expect(response.statusCode).toBe(409);
    const problem = ProblemDetails.parse(response.json());
    expect(problem).toMatchObject({
      code: 'version_conflict',
      details: { expected: 0, actual: 1 },
    });
    expect(problem.allowedActions).toEqual((await viewFor(state, 'sg-iv')).allowedActions);
  });
});
