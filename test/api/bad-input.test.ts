import { connect } from 'node:net';
import { makeCaseReader } from '../../infra/prisma/case-reader';
import { openDatabase } from '../../infra/prisma/database';
import { RefusedError } from '../../infra/temporal/refusals';
import { ProblemDetails } from '../../schemas/index';
import { makeTestApi, play, registration } from './api-on-postgres';
import type { TestApi } from './api-on-postgres';
import { makeTestIssuer } from './tokens';

let api: TestApi;
beforeAll(async () => {
  api = await makeTestApi();
});
afterAll(() => api.close());
beforeEach(() => {
  api.sent.length = 0;
  api.answerWith(async ({ commandId }) => ({ commandId, version: 1, status: 'criteria_check' }));
});

interface Ask {
  readonly url?: string;
  readonly body?: unknown;
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const post = async ({ url = '/v1/cases', body, raw, headers = {} }: Ask) =>
  api.app.inject({
    method: 'POST',
    url,
    headers: { ...(await api.bearer()), 'content-type': 'application/json', ...headers },
    payload: raw ?? JSON.stringify(body),
  });

/** Somebody whose number is not known: no other case can be found by it. */
const stranger = {
  ...registration,
  person: { officialName: 'Muster', firstName: 'Noa', birthDate: '2001' },
};

const stored = async (): Promise<number> => api.db.dossierRecord.count();

/** Every refusal is a problem document, shows no stack, and stores nothing. */
const expectProblem = async (
  response: Awaited<ReturnType<typeof post>>,
  [status, code]: readonly [number, string],
) => {
  const problem = ProblemDetails.parse(response.json());
  expect([response.statusCode, problem.status, problem.code]).toEqual([status, status, code]);
  expect(response.headers['content-type']).toContain('application/problem+json');
  expect(response.body).not.toMatch(/node_modules|\.ts:\d|at \w+ \(/);
  expect(problem.detail.length).toBeGreaterThan(20);
  return problem;
};

describe('an office that sends something wrong is told what was expected', () => {
  test.each([
    ['broken JSON', { raw: '{"canton": "sg",' }, [400, 'malformed']],
    ['an empty body', { raw: '' }, [400, 'malformed']],
    ['another format', { raw: '<a/>', headers: { 'content-type': 'text/xml' } }, [415, 'unsupported_media_type']],
    ['a body above 256 kB', { raw: JSON.stringify({ a: 'x'.repeat(262_145) }) }, [413, 'too_large']],
    ['a prototype in disguise', { raw: '{"__proto__": {"a": 1}}' }, [400, 'malformed']],
    ['an unknown address', { url: '/v1/nothing', body: {} }, [404, 'not_found']],
    ['an address that is none', { url: '/v1/%zz', body: {} }, [400, 'malformed']],
    ['a key with blanks', { body: registration, headers: { 'idempotency-key': 'a b' } }, [400, 'malformed']],
  ] as const)('%s', async (_what, ask, expected) => {
    await expectProblem(await post(ask), expected);
    expect(api.sent).toEqual([]);
    expect(await stored()).toBe(0);
  }); // prettier-ignore

  test.each([
    ['an unknown field', { ...registration, colour: 1 }, { path: 'colour', expected: 'no such field' }],
    ['an unknown fact', { ...registration, facts: { permitt: {} } }, { path: 'facts.permitt', expected: 'no such field' }],
    ['a wrong type', { ...registration, facts: { drawsBenefits: 'yes' } }, { path: 'facts.drawsBenefits', expected: 'boolean' }],
    ['no person', { canton: 'sg', facts: {} }, { path: 'person', expected: 'object' }],
    ['a day that does not exist', { ...registration, person: { ...registration.person, birthDate: '1991-02-30' } }, { path: 'person.birthDate', expected: expect.stringContaining('does not exist') }],
    ['a wrong check digit', { ...registration, person: { ...registration.person, vn: '756.9217.0769.84' } }, { path: 'person.vn', expected: expect.stringContaining('check digit') }],
  ])('%s is named by its path', async (_what, body, misfit) => {
    const problem = await expectProblem(await post({ body }), [422, 'invalid_command']);
    expect(problem.errors).toContainEqual(misfit);
    // What was sent may be personal: it is never repeated.
    expect(JSON.stringify(problem)).not.toMatch(/Beispiel|0769/);
    expect(api.sent).toEqual([]);
    expect(await stored()).toBe(0);
  }); // prettier-ignore

  test('a command of an unknown kind is told which kinds there are', async () => {
    const state = await api.giveCase(play().registered('sg-rav'));
    const response = await post({ url: `/v1/cases/${state.id}/commands`, body: { kind: 'jump' } });
    const problem = await expectProblem(response, [422, 'invalid_command']);
    expect(problem.errors?.[0]?.expected).toContain("'acceptReferral'");
  });

  test('a reader is told in the language they ask for', async () => {
    const { person } = registration;
    const ask = { body: { person }, headers: { 'accept-language': 'rm, fr-CH;q=0.9, de;q=0.5' } };
    expect((await post(ask)).json().title).toBe('Indications incomplètes ou non valables');
  });

  test('a refusal of the case comes out with its code, and the person is forgotten', async () => {
    const before = await stored();
    api.answerWith(() => Promise.reject(new RefusedError({ code: 'unknown_policy', details: {} })));
    await expectProblem(await post({ body: stranger }), [422, 'unknown_policy']);
    expect(api.sent).toHaveLength(1);
    expect(await stored()).toBe(before);
  });

  test('when the engine is away the asker is told to come back, and the dossier waits', async () => {
    const before = await stored();
    api.answerWith(() =>
      Promise.reject(new RefusedError({ code: 'engine_unavailable', details: {} })),
    );
    const response = await post({ body: stranger });
    await expectProblem(response, [503, 'engine_unavailable']);
    expect(response.headers['retry-after']).toBe('2');
    expect(await stored()).toBe(before + 1);
  });

  test('an error nobody foresaw shows nothing of itself', async () => {
    api.answerWith(() => Promise.reject(new TypeError('secret of the house')));
    const response = await post({ body: stranger });
    await expectProblem(response, [500, 'internal_error']);
    expect(response.body).not.toContain('secret');
  });
});

test('what is not even HTTP is answered in the same shape', async () => {
  const address = new URL(await api.app.listen({ port: 0, host: '127.0.0.1' }));
  const socket = connect(Number(address.port), address.hostname);
  socket.end('HELLO there\r\n\r\n');
  let answer = '';
  for await (const part of socket) answer += String(part);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ code: 'malformed' });
});

test('when the database is away the asker is told to come back', async () => {
  const away = openDatabase('postgresql://nobody@127.0.0.1:9/none', 'relais_reader');
  const lame = await makeTestApi(undefined, (parts) => ({
    ...parts,
    cases: makeCaseReader(away),
  }));
  const response = await lame.app.inject({ url: '/v1/cases', headers: await lame.bearer() });
  await expectProblem(response, [503, 'engine_unavailable']);
  await lame.close();
  await away.$disconnect();
});

describe('who may not come in', () => {
  test.each([
    ['no token', undefined, 'missing'],
    ['an expired token', { expiresIn: -60 }, 'expired'],
    ['a token of another issuer', { issuer: 'http://elsewhere.test' }, 'foreign'],
    ['a token for another audience', { audience: 'other' }, 'foreign'],
    ['an id token', { typ: 'JWT' }, 'foreign'],
    ['a token that plays the engine', { role: 'system' }, 'claims'],
    ['a token without an institution of ours', { institution: 'nowhere' }, 'claims'],
  ])('%s', async (_what, wish, reason) => {
    const headers = wish === undefined ? {} : await api.bearer(wish);
    const response = await api.app.inject({ url: '/v1/cases', headers });
    const problem = await expectProblem(response, [401, 'unauthenticated']);
    expect(problem.details).toEqual({ reason });
    expect(response.headers['www-authenticate']).toContain('Bearer');
  });

  test('a token signed by a stranger', async () => {
    const other = await makeTestIssuer();
    const headers = { authorization: `Bearer ${await other.token()}` };
    const response = await api.app.inject({ url: '/v1/cases', headers });
    await expectProblem(response, [401, 'unauthenticated']);
  });

  test('a case of others answers exactly like a case that does not exist', async () => {
    const state = await api.giveCase(play().registered('sg-rav'));
    const headers = await api.bearer({ institution: 'zh-iv' });
    for (const path of ['', '/timeline', '/dossier']) {
      const others = await api.app.inject({ url: `/v1/cases/${state.id}${path}`, headers });
      const none = `/v1/cases/00000000-0000-4000-8000-00000000dead${path}`;
      const nothing = await api.app.inject({ url: none, headers });
      expect(others.statusCode).toBe(404);
      expect(others.body).toBe(nothing.body);
    }
  });

  test('an approver may not register', async () => {
    const headers = await api.bearer({ role: 'approver' });
    const response = await post({ body: registration, headers });
    await expectProblem(response, [403, 'not_permitted']);
  });
});
