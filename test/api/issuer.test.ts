import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoAccounts } from '../../infra/oidc/demo-accounts';
import { makeIssuer } from '../../infra/oidc/issuer';
import { provideSigningKey } from '../../infra/oidc/signing-key';
import { TokenRefused, makeTokenVerifier } from '../../infra/oidc/verify';
import type { Role } from '../../schemas/index';
import { demoInstitutions } from '../../workers/seed/demo-institutions';

const dir = mkdtempSync(join(tmpdir(), 'relais-issuer-'));
const pageUrl = 'http://127.0.0.1:4567';
const audience = 'relais-api';
let issuer = '';
let close: () => Promise<void>;

const freePort = async (): Promise<number> => {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
};

beforeAll(async () => {
  // The library warns of Node 20 and of its memory store: known, and of no weight for a demo.
  jest.spyOn(console, 'warn').mockReturnValue();
  const port = await freePort();
  issuer = `http://127.0.0.1:${port}`;
  const key = await provideSigningKey(join(dir, 'key.json'));
  const server = makeIssuer({ issuer, audience, key, pageUrl });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
});
afterAll(async () => {
  await close();
  rmSync(dir, { recursive: true });
});

const ask = (body: string) => fetch(`${issuer}/demo/token`, { method: 'POST', body });

test('every demo account gets a token that the API takes, for an office that exists', async () => {
  const verify = makeTokenVerifier({ issuer, audience });
  for (const { username, institutionId, role } of demoAccounts) {
    const answer = (await (await ask(JSON.stringify({ username }))).json()) as {
      access_token: string;
      expires_in: number;
    };
    expect(answer.expires_in).toBe(3600);
    const { actor, canton } = await verify(answer.access_token);
    expect(actor).toEqual({ userId: username, institutionId, role });
    expect(canton).toBe(institutionId.slice(0, 2));
    expect(demoInstitutions.map(({ id }) => id)).toContain(institutionId);
  }
});

/** The role of an account for each role of the domain; some are what an office is on a case. */
const accountRoles: Readonly<Record<string, Role>> = {
  client: 'client',
  'registering officer': 'officer',
  'institution contact': 'contact',
  'case team': 'officer',
  'case lead': 'officer',
  'overall responsibility': 'officer',
  coordinator: 'coordinator',
  'triage office': 'coordinator',
  approver: 'approver',
  'strategic body': 'strategic',
  'auditor / DPO': 'auditor',
};

test('every role of the domain finds an account to try it with, in both cantons', () => {
  const domain = readFileSync(join(__dirname, '../../docs/domain.md'), 'utf8');
  const [, section = ''] = /### 1\.3 [^]*?\n\|---.*\n([^]*?)\n\n/.exec(domain) ?? [];
  const roles = section.split('\n').map((line) => line.split('|')[1]?.trim() ?? '');
  expect(roles).toEqual(Object.keys(accountRoles));
  for (const role of Object.values(accountRoles))
    for (const canton of ['sg', 'zh'])
      expect(demoAccounts).toContainEqual(
        expect.objectContaining({ role, institutionId: expect.stringMatching(`^${canton}-`) }),
      );
  expect(new Set(demoAccounts.map(({ name }) => name)).size).toBe(demoAccounts.length);
});

test.each(['', '{', '{"username":"nobody"}', '[]'])('a wish like %j is told who there is', async (body) => {
  const response = await ask(body);
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('sg-rav-officer');
}); // prettier-ignore

test('the key is kept, for its owner only', async () => {
  const file = join(dir, 'key.json');
  expect(statSync(file).mode & 0o077).toBe(0);
  const [first, second] = [await provideSigningKey(file), await provideSigningKey(file)];
  expect(first).toEqual(second);
});

test('a provider that is away is not the fault of the token', async () => {
  const verify = makeTokenVerifier({ issuer: 'http://127.0.0.1:9', audience });
  await expect(verify('a.b.c')).rejects.toMatchObject({ reason: 'provider_away' });
  await expect(verify('a.b.c')).rejects.toBeInstanceOf(TokenRefused);
});

/** A browser that keeps its cookies and does not follow redirects by itself. */
const browser = () => {
  const jar = new Map<string, string>();
  return async (url: string, init: RequestInit = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(url, issuer), {
      ...init,
      redirect: 'manual',
      headers: { ...(init.headers as Record<string, string>), cookie },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    return response;
  };
};

test('a page signs in with a code and PKCE, and the token carries institution and role', async () => {
  const visit = browser();
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: 'relais-page',
    response_type: 'code',
    redirect_uri: `${pageUrl}/`,
    scope: 'openid profile',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: 'there',
  });
  const start = await visit(`/auth?${query.toString()}`);
  const interaction = start.headers.get('location') ?? '';
  expect(await (await visit(interaction)).text()).toContain('Choose a demo account');
  const chosen = await visit(interaction, {
    method: 'POST',
    body: new URLSearchParams({ username: 'zh-iv-contact' }),
  });
  const back = await visit(chosen.headers.get('location') ?? '');
  const landing = new URL(back.headers.get('location') ?? '');
  expect(landing.origin).toBe(pageUrl);
  const token = await visit('/token', {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'relais-page',
      code: landing.searchParams.get('code') ?? '',
      redirect_uri: `${pageUrl}/`,
      code_verifier: verifier,
    }),
  });
  const { access_token } = (await token.json()) as { access_token: string };
  const { actor } = await makeTokenVerifier({ issuer, audience })(access_token);
  expect(actor).toEqual({ userId: 'zh-iv-contact', institutionId: 'zh-iv', role: 'contact' });
});

test('a page that brings no challenge, or a plain one, gets no code', async () => {
  const query = {
    client_id: 'relais-page',
    response_type: 'code',
    redirect_uri: `${pageUrl}/`,
    scope: 'openid',
    state: 'there',
  };
  const plain = { code_challenge: 'a'.repeat(43), code_challenge_method: 'plain' };
  for (const challenge of [{}, plain]) {
    const address = `/auth?${new URLSearchParams({ ...query, ...challenge }).toString()}`;
    const landing = new URL((await browser()(address)).headers.get('location') ?? '', issuer);
    expect(landing.searchParams.get('error')).toBe('invalid_request');
    expect(landing.searchParams.has('code')).toBe(false);
  }
});
