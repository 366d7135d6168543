import { randomUUID } from 'node:crypto';
import type { CaseState } from '../../domain/case/state';
import { nameTokens } from '../../domain/person/duplicates';
import { loadKeyring } from '../../infra/crypto/keyring';
import { makeCaseReader } from '../../infra/prisma/case-reader';
import { makeCaseStore } from '../../infra/prisma/case-store';
import { openDatabase } from '../../infra/prisma/database';
import { makeDossierStore } from '../../infra/prisma/dossier-store';
import type { Dossiers } from '../../infra/prisma/dossier-store';
import type { Person } from '../../schemas/index';
import { DuplicateHints } from '../../schemas/index';
import { RefusedError } from '../../infra/temporal/refusals';
import { makeCheckCommand } from '../../workers/intake/check-command';
import { makeTestApi, play, registration } from './api-on-postgres';
import type { TestApi } from './api-on-postgres';

let api: TestApi;
let dossiers: Dossiers;
beforeAll(async () => {
  api = await makeTestApi();
  const keyring = loadKeyring(api.machines.masterKeyFile);
  dossiers = makeDossierStore(api.db, keyring, nameTokens);
});
afterAll(() => api.close());

const jonas: Person = { officialName: 'Platzhalter', firstName: 'Jonas', birthDate: '1979-04-25' };
const vn = '7560000001009';

/** An open case about somebody, as the engine would have written it. */
const give = async (
  person: Person,
  by = 'sg-rav',
  more: Partial<CaseState> = {},
): Promise<CaseState> => {
  const played = play().registered(by);
  const state = {
    ...played.state,
    id: randomUUID(),
    dossierRef: randomUUID(),
    version: 1,
    ...more,
  } as CaseState;
  const { id: caseId, dossierRef: ref } = state;
  const actor = { userId: by, institutionId: by, role: 'officer' } as const;
  await dossiers.putDossier({
    caseId,
    ref,
    canton: 'sg',
    dossier: { person, facts: {} },
    by: actor,
  });
  await makeCaseStore(api.db).record({
    caseId,
    basedOn: 0,
    commandId: randomUUID(),
    state,
    events: played.events.slice(0, 1),
    notices: [],
  });
  return state;
};
const hints = async (caseId: string, wish = {}) => {
  const headers = await api.bearer(wish);
  const response = await api.app.inject({ url: `/v1/cases/${caseId}/duplicates`, headers });
  return { response, items: () => DuplicateHints.parse(response.json()).items };
};
const coordinator = { institution: 'sg-coo', role: 'coordinator' } as const;
const ask = async (caseId: string, payload: object, wish = {}) =>
  api.app.inject({
    method: 'POST',
    url: `/v1/cases/${caseId}/commands`,
    payload,
    headers: await api.bearer(wish),
  });

describe('other cases about the person of a case', () => {
  test('a coordinator reads which ones, and why; another name and another canton are left out', async () => {
    const own = await give(jonas);
    const same = await give({ ...jonas, officialName: 'Platzhaltar', vn }, 'sg-sh');
    const registeredAt = '2026-02-03T08:00:00.000Z';
    const partial = await give({ ...jonas, birthDate: '1979' }, 'sg-iv', { registeredAt });
    await give({ ...jonas, officialName: 'Beispielen' }, 'sg-if');
    await give({ ...jonas, birthDate: '1979-04-24' }, 'sg-if');
    expect((await hints(own.id, coordinator)).items()).toEqual([
      { reason: 'similar_name_same_birth_date', caseId: same.id },
      { reason: 'similar_name_partial_birth_date', caseId: partial.id },
    ]);
  });

  test('the registering office learns that there is one, and nothing else of it', async () => {
    const own = await give({ ...jonas, officialName: 'Testova', vn: '7560000000101' });
    const other = await give({ ...jonas, officialName: 'Anders', vn: '7560000000101' }, 'sg-sh');
    const { response, items } = await hints(own.id);
    expect(items()).toEqual([{ reason: 'same_ahv_number' }]);
    expect(response.body).not.toContain(other.id);
    expect(response.body).not.toMatch(/sg-sh|Anders/);
    const [line] = await api.db.auditRecord.findMany({ where: { caseId: own.id } });
    expect(line).toMatchObject({ action: 'duplicates_sought', userId: 'sg-rav-officer' });
  });

  test('a case that people told apart does not come back, on either side', async () => {
    const ruth = { ...jonas, officialName: 'Getrennt' };
    const one = await give(ruth);
    const other = await give(ruth, 'sg-sh', { mergeRejected: [one.id] });
    expect((await hints(one.id, coordinator)).items()).toEqual([]);
    expect((await hints(other.id, coordinator)).items()).toEqual([]);
  });

  test('an office that was only invited may not look', async () => {
    const own = await give(jonas, 'sg-rav', { invited: ['sg-if'] });
    const { response } = await hints(own.id, { institution: 'sg-if' });
    expect(response.json().code).toBe('not_permitted');
    expect((await hints(own.id, { institution: 'sg-bslb' })).response.json().code).toBe(
      'not_found',
    );
  });
});

describe('a merge is proposed', () => {
  test('only with a case that may be about the same person', async () => {
    const own = await give({ ...jonas, officialName: 'Vorschlag' });
    const stranger = await give({ ...jonas, officialName: 'Fremd' }, 'sg-sh');
    for (const withCase of [stranger.id, randomUUID()]) {
      const response = await ask(own.id, { kind: 'proposeMerge', withCase }, coordinator);
      expect(response.json().code).toBe('not_the_same_person');
    }
    const alike = await give({ ...jonas, officialName: 'Forschlag' }, 'sg-sh');
    api.answerWith(async ({ commandId }) => ({ commandId, version: 1, status: 'criteria_check' }));
    const taken = await ask(own.id, { kind: 'proposeMerge', withCase: alike.id }, coordinator);
    expect(taken.statusCode).toBe(200);
  });

  test('and not accepted any more when the other case has ended', async () => {
    const other = await give(jonas, 'sg-sh', {
      status: 'closed',
      outcome: 'dropout',
    });
    const own = await give(jonas, 'sg-rav', { mergeWith: other.id });
    const response = await ask(own.id, { kind: 'acceptMerge' }, coordinator);
    expect(response.json()).toMatchObject({ code: 'not_allowed_in_this_state' });
  });
});

describe('a person who is registered a second time', () => {
  const person = { ...registration.person, vn: '756.0000.0002.00' };
  const register = async (institution: string) =>
    api.app.inject({
      method: 'POST',
      url: '/v1/cases',
      payload: { ...registration, person },
      headers: await api.bearer({ institution }),
    });

  test('by an office that works on the open case: it is shown that case', async () => {
    const open = await give({ ...jonas, vn: '7560000000200' });
    const response = await register('sg-rav');
    expect(response.json()).toMatchObject({
      code: 'already_registered',
      details: { caseId: open.id },
    });
  });

  test('by another office: it is taken, and nothing of the open case is told', async () => {
    const seen: string[] = [];
    api.answerWith(async ({ commandId, body }) => {
      seen.push(body.kind);
      return { commandId, version: 1, status: 'criteria_check' };
    });
    const response = await register('sg-sh');
    // The caught engine writes no case; what counts is that the registration went on to it.
    expect(seen).toEqual(['registerCase']);
    expect(response.json().code).not.toBe('already_registered');
  });

  test('the case that came later is the one to be merged, once both can be seen', async () => {
    const later = { ...jonas, vn: '7560000000309' };
    const first = await give(later);
    const second = await give(later, 'sg-sh', { registeredAt: '2026-02-03T08:00:00.000Z' });
    expect(await dossiers.findCasesByAhv('sg', later.vn, first.id)).toEqual([first.id, second.id]);
    expect(await dossiers.findCasesByAhv('sg', later.vn, second.id)).toEqual([first.id, second.id]);
  });

  test('two registrations in one moment: whoever sees the other proposes, and one always does', async () => {
    const twin = { ...jonas, vn: '7560000000408' };
    const judged = { verdict: { outcome: 'admitted' } } as unknown as Partial<CaseState>;
    // The later one was judged before the earlier one stood in the database.
    const blind = await give(twin, 'sg-sh', {
      registeredAt: '2026-02-03T08:00:00.000Z',
      ...judged,
    });
    const late = await give(twin);
    expect(await dossiers.findCasesByAhv('sg', twin.vn, late.id)).toEqual([blind.id, late.id]);
  });

  test('a case that was told apart is nobody’s duplicate for the criteria', async () => {
    const apart = { ...jonas, vn: '7560000000507' };
    const first = await give(apart);
    const second = await give(apart, 'sg-sh', { mergeRejected: [first.id] });
    expect(await dossiers.findCasesByAhv('sg', apart.vn, second.id)).toEqual([second.id]);
    expect(await dossiers.findCasesByAhv('sg', apart.vn, first.id)).toEqual([first.id]);
  });
});

describe('an office that proposes a merge through its inbox topic', () => {
  test('is held to the same as through the API: the same person, and a case that it may see', async () => {
    const person = { ...jonas, officialName: 'Zweiweg', birthDate: '1966-01-02' };
    const [own, same] = [await give(person), await give(person, 'sg-sh')];
    const stranger = await give({ ...person, officialName: 'Ganzanders' }, 'sg-sh');
    const reader = openDatabase(api.machines.databaseUrl, 'relais_reader');
    const check = makeCheckCommand({ cases: makeCaseReader(reader), dossiers });
    const propose = (institutionId: string, withCase: string) =>
      check({
        commandId: randomUUID(),
        caseId: own.id,
        actor: { userId: `kafka:${institutionId}`, institutionId, role: 'contact' },
        body: { kind: 'proposeMerge', withCase },
      });
    const codeOf = (asked: Promise<void>) =>
      asked.then(
        () => 'taken',
        (error: unknown) => (error instanceof RefusedError ? error.refusal.code : error),
      );
    expect([
      await codeOf(propose('sg-rav', same.id)),
      await codeOf(propose('sg-rav', stranger.id)),
      await codeOf(propose('sg-if', same.id)),
    ]).toEqual(['taken', 'not_the_same_person', 'not_found']);
    await reader.$disconnect();
  });
});
