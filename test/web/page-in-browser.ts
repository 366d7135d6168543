/** The page as people get it: the application listens, the engine works, accounts sign in. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { Client } from 'pg';
import { calendarsFor } from '../../infra/calendars/calendars';
import { makeIssuer } from '../../infra/oidc/issuer';
import { provideSigningKey } from '../../infra/oidc/signing-key';
import { makeTokenVerifier } from '../../infra/oidc/verify';
import { loadKeyring } from '../../infra/crypto/keyring';
import { loadPolicies } from '../../infra/policies';
import { makeCalendarStore } from '../../infra/prisma/calendar-store';
import { makeDirectoryStore } from '../../infra/prisma/directory-store';
import { makeLinkStore } from '../../infra/prisma/link-store';
import { makePolicyStore } from '../../infra/prisma/policy-store';
import { makeSignedLinks } from '../../infra/signed-links';
import { makeCaseWorker } from '../../infra/temporal/worker';
import type { CaseView, ReferralView } from '../../schemas/index';
import { linkEnd } from '../../workers/answers';
import { buildPage } from '../../workers/api/page-build';
import { demoInstitutions } from '../../workers/seed/demo-institutions';
import { wireActivities } from '../../workers/wire';
import { taskQueue } from '../../workflows/contract';
import { makeTestApi, play, registration } from '../api/api-on-postgres';
import type { TestApi } from '../api/api-on-postgres';
import { ownNamespace } from '../workflows/own-namespace';
import { tolerateLateRetries } from '../support/late-retries';

export interface LivePage {
  readonly origin: string;
  readonly issuer: string;
  /** Gives a command as a demo account; answers with the case when it was taken. */
  command(username: string, caseId: string, body: object): Promise<CaseView>;
  /** Registers a case as an officer in St. Gallen and waits for the suggestion of the criteria. */
  registerCase(): Promise<CaseView>;
  /** Something that the database is still writing: its position, and how to end it. */
  beginWriting(): Promise<{ readonly position: string; end(): Promise<void> }>;
  /** The address in the mail about the first referral of a case. */
  linkFor(view: CaseView): Promise<string>;
  /** A case of the past on which an office kept silent until its management was told; its id. */
  giveLateCase(): Promise<string>;
  close(): Promise<void>;
}

type Close = () => Promise<unknown>;

const audience = 'relais-api';

const freePort = async (): Promise<number> => {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
};

const startIssuer = async (pageUrl: string): Promise<{ issuer: string; close: Close }> => {
  const dir = mkdtempSync(join(tmpdir(), 'relais-page-'));
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const key = await provideSigningKey(join(dir, 'key.json'));
  const server = makeIssuer({ issuer, audience, key, pageUrl });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(dir, { recursive: true });
  };
  return { issuer, close };
};

const seed = async ({ db }: TestApi): Promise<void> => {
  for (const policy of loadPolicies()) await makePolicyStore(db).publishPolicy(policy);
  const year = new Date().getUTCFullYear();
  await makeCalendarStore(db).publishCalendar(calendarsFor('sg', year - 1, year + 5));
  for (const one of demoInstitutions) await makeDirectoryStore(db).upsertInstitution(one);
};

const startWorker = async (
  api: TestApi,
  own: { readonly address: string; readonly namespace: string },
): Promise<Close> => {
  tolerateLateRetries();
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const connection = await NativeConnection.connect({ address: own.address });
  const { activities, db } = wireActivities(api.machines);
  const worker = await makeCaseWorker({
    connection,
    namespace: own.namespace,
    taskQueue,
    workflows: { path: require.resolve('../../workflows/index') },
    activities,
  });
  const running = worker.run();
  return async () => {
    worker.shutdown();
    await running;
    await connection.close();
    await db.$disconnect();
  };
};

/** The number is in the late case already, and nobody is registered twice. */
const { vn: _vn, ...person } = registration.person;

/** A situation that the criteria of St. Gallen admit; the person is invented. */
const signed = {
  canton: 'sg',
  person,
  facts: {
    residence: { canton: 'sg' },
    permit: { category: 'F', ech0006: '0503' },
    refugeeFlag: false,
    goal: 'sustainable_integration_primary_market',
    language: { oral: 'B1', tongue: 'de' },
    registrations: [
      { institution: 'rav', state: 'active' },
      { institution: 'sh', state: 'active' },
    ],
    problemAreas: [{ area: 'health' }, { area: 'labour_market' }],
    workCapacity: { percent: 70 },
    drawsBenefits: true,
    consent: { status: 'given', recipients: ['rav', 'sh', 'iv', 'if'] },
  },
};

/** What the API answers to a demo account; throws on anything but success. */
const makeAsk = (origin: string, issuer: string) => {
  const tokenOf = async (username: string): Promise<string> => {
    const body = JSON.stringify({ username });
    const answer = await fetch(`${issuer}/demo/token`, { method: 'POST', body });
    return ((await answer.json()) as { access_token: string }).access_token;
  };
  return async <T>(username: string, path: string, body?: object): Promise<T> => {
    const headers = {
      authorization: `Bearer ${await tokenOf(username)}`,
      ...(body && { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
    };
    const response = await fetch(`${origin}${path}`, {
      headers,
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return (await response.json()) as T;
  };
};

const beginWriting = async (connectionString: string) => {
  const client = new Client({ connectionString });
  await client.connect();
  await client.query('BEGIN');
  const { rows } = await client.query<{ tx: string }>('SELECT pg_current_xact_id()::text AS tx');
  const end = async (): Promise<void> => {
    await client.query('ROLLBACK');
    await client.end();
  };
  return { position: `${rows[0]?.tx ?? ''}-1`, end };
};

const linkFor = async (
  { db, machines }: TestApi,
  origin: string,
  { id, referral }: Pick<CaseView, 'id'> & { readonly referral: ReferralView | undefined },
): Promise<string> => {
  if (referral === undefined) throw new Error(`case ${id} has no referral`);
  const keyring = loadKeyring(machines.masterKeyFile);
  const links = makeSignedLinks({ store: makeLinkStore(db), keyring });
  const expiresAt = linkEnd(new Date().toISOString());
  const wish = { institutionId: referral.to, caseId: id, referralId: referral.id, expiresAt };
  return `${origin}${await links.make(wish)}`;
};

/** Starts everything on free ports. Call `close` when the file is done. */
export const startLivePage = async (): Promise<LivePage> => {
  // The library of the issuer warns of its memory store: known, and of no weight for a demo.
  jest.spyOn(console, 'warn').mockReturnValue();
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const [{ issuer, close: closeIssuer }, own, page] = await Promise.all([
    startIssuer(origin),
    ownNamespace(),
    buildPage(),
  ]);
  const api = await makeTestApi(own, (parts) => ({
    ...parts,
    page,
    verify: makeTokenVerifier({ issuer, audience }),
    about: { profile: 'demo', issuer },
  }));
  await seed(api);
  const closeWorker = await startWorker(api, own);
  await api.app.listen({ host: '127.0.0.1', port });
  const ask = makeAsk(origin, issuer);
  return {
    origin,
    issuer,
    command: async (username, caseId, body) =>
      (await ask<{ case: CaseView }>(username, `/v1/cases/${caseId}/commands`, body)).case,
    registerCase: async () => {
      const { id } = await ask<CaseView>('sg-rav-officer', '/v1/cases', signed);
      for (;;) {
        const view = await ask<CaseView>('sg-rav-officer', `/v1/cases/${id}`);
        if (view.verdict !== undefined) return view;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    beginWriting: () => beginWriting(api.machines.databaseUrl),
    linkFor: ({ id, referrals: [referral] }) => linkFor(api, origin, { id, referral }),
    giveLateCase: async () => {
      const late = play()
        .admitted('sg-rav')
        .do('sg-rav', { kind: 'sendReferral', to: 'sg-iv', purpose: 'clarify_competence' })
        .until('2026-03-06');
      return (await api.giveCase(late)).id;
    },
    close: async () => {
      await closeWorker();
      await api.close();
      await closeIssuer();
    },
  };
};
