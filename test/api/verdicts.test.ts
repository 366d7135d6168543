import { advise } from '../../domain/criteria/advise';
import { loadKeyring } from '../../infra/crypto/keyring';
import { makeExpressions } from '../../infra/feel/expressions';
import { loadPolicies } from '../../infra/policies';
import { makePolicyStore } from '../../infra/prisma/policy-store';
import { makeDossierStore } from '../../infra/prisma/dossier-store';
import { makeVerdictStore } from '../../infra/prisma/verdict-store';
import type { CaseState } from '../../domain/case/state';
import type { PolicyDocument } from '../../schemas/index';
import { makeTestApi, play } from './api-on-postgres';
import type { TestApi } from './api-on-postgres';

const stGallen = loadPolicies().find(({ running }) => running.id === 'SG-regelstruktur')!;
const given: PolicyDocument = {
  ...stGallen,
  running: { ...stGallen.running, version: '1' },
  knownSince: '2025-12-01',
};
/** Published in May for the time from January on: one institution is enough. */
const backdated: PolicyDocument = {
  ...given,
  running: { ...given.running, version: '2' },
  validFrom: '2026-01-01',
  knownSince: '2026-05-04',
  criteria: { ...given.criteria, all: [], any: [] },
  exceptions: [],
};

let api: TestApi;
let state: CaseState;
beforeAll(async () => {
  api = await makeTestApi();
  const policies = makePolicyStore(api.db);
  for (const document of [given, backdated]) await policies.publishPolicy(document);
  state = await api.giveCase(play().registered('sg-rav'));
  const keyring = loadKeyring(api.machines.masterKeyFile);
  const { id: caseId, dossierRef } = state;
  const { facts, person } = await makeDossierStore(api.db, keyring).getDossier(caseId, dossierRef);
  await makeVerdictStore(api.db, keyring).saveVerdict({
    verdictId: `${caseId}:1`,
    caseId,
    dossierRef,
    decidedAt: '2026-02-02T08:00:00.000Z',
    verdict: advise(
      { document: given, duties: [], facts, birthDate: person.birthDate, on: '2026-02-02' },
      makeExpressions(),
    ),
  });
});
afterAll(() => api.close());

const verdictsOf = async (query: string, institution = 'sg-rav') =>
  api.app.inject({
    url: `/v1/cases/${state.id}/verdicts${query}`,
    headers: await api.bearer({ institution }),
  });

describe('an office that looks back at a verdict', () => {
  it('gets the same result and the same reasons by the rules it was given by', async () => {
    const [verdict] = (await verdictsOf('')).json().items;
    expect(verdict).toMatchObject({ same: true, given: { policyVersion: '1' } });
    expect(verdict.again).toEqual(verdict.given);
    expect(verdict.given.criteria[0].reason.de).toContain('ersten Arbeitsmarkt');
  });

  it('sees how it would come out by rules that were published for that day later', async () => {
    const [now] = (await verdictsOf('?asOf=2026-02-02')).json().items;
    expect(now).toMatchObject({
      same: false,
      given: { policyVersion: '1' },
      again: { policyVersion: '2', outcome: 'admitted' },
    });
    const [then] = (await verdictsOf('?asOf=2026-02-02&knownOn=2026-05-03')).json().items;
    expect(then).toMatchObject({ same: true, again: { policyVersion: '1' } });
  });

  it('is told when there were no rules on that day', async () => {
    const response = await verdictsOf('?asOf=2001-01-01');
    expect([response.statusCode, response.json().code]).toEqual([422, 'unknown_policy']);
  });

  it('leaves a line in the audit log with the names of the facts it saw', async () => {
    await verdictsOf('');
    const read = await api.db.auditRecord.findFirst({ where: { action: 'verdicts_read' } });
    expect(read?.fields).toContain('facts.problemAreas');
  });

  it('is not told that there is a case when it has no part in it', async () => {
    expect((await verdictsOf('', 'zh-rav')).statusCode).toBe(404);
  });
});
