/** The page as people get it, over a database that is there: API with page, and an issuer to sign in at. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { calendarsFor } from '../../infra/calendars/calendars';
import { makeIssuer } from '../../infra/oidc/issuer';
import { provideSigningKey } from '../../infra/oidc/signing-key';
import { loadPolicies } from '../../infra/policies';
import { makeCalendarStore } from '../../infra/prisma/calendar-store';
import { openDatabase } from '../../infra/prisma/database';
import { makeDirectoryStore } from '../../infra/prisma/directory-store';
import { makePolicyStore } from '../../infra/prisma/policy-store';
import { connectTemporal } from '../../infra/temporal/client';
import { buildApp } from '../../workers/api/app';
import { buildPage } from '../../workers/api/page-build';
import { wireApi } from '../../workers/api/wire-api';
import { demoInstitutions } from '../../workers/seed/demo-institutions';
import type { BenchDatabase } from '../criteria/database';

export interface House {
  readonly origin: string;
  readonly issuer: string;
  stop(): Promise<void>;
}

type Engine = ReturnType<typeof openDatabase>;

const audience = 'relais-api';

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
};

/** What forecasts and words need: rules, calendars, the invented offices. */
const publish = async (engine: Engine): Promise<void> => {
  for (const policy of loadPolicies()) await makePolicyStore(engine).publishPolicy(policy);
  const year = new Date().getUTCFullYear();
  await makeCalendarStore(engine).publishCalendar(calendarsFor('zh', year - 1, year + 5));
  for (const one of demoInstitutions) await makeDirectoryStore(engine).upsertInstitution(one);
};

const startIssuer = async (pageUrl: string, masterKeyFile: string) => {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${String(port)}`;
  const key = await provideSigningKey(join(masterKeyFile, '..', 'oidc-signing-key.json'));
  const server = makeIssuer({ issuer, audience, key, pageUrl }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  const stop = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return { issuer, stop };
};

/** Starts both on free ports. Reading asks the case engine nothing, so nobody is there. */
export const startHouse = async ({ databaseUrl, masterKeyFile }: BenchDatabase): Promise<House> => {
  const port = await freePort();
  const origin = `http://127.0.0.1:${String(port)}`;
  const engine = openDatabase(databaseUrl, 'relais_engine');
  const reader = openDatabase(databaseUrl, 'relais_reader');
  const temporal = connectTemporal({ temporalAddress: '127.0.0.1:9', temporalNamespace: 'bench' });
  await publish(engine);
  const identity = await startIssuer(origin, masterKeyFile);
  const config = {
    profile: 'demo',
    oidcIssuer: identity.issuer,
    oidcAudience: audience,
    masterKeyFile,
  } as const;
  const page = await buildPage();
  const app = await buildApp({ ...wireApi({ config, engine, reader, temporal }), page });
  await app.listen({ host: '127.0.0.1', port });
  return {
    origin,
    issuer: identity.issuer,
    stop: async () => {
      await app.close();
      await identity.stop();
      await Promise.all([temporal.close(), engine.$disconnect(), reader.$disconnect()]);
    },
  };
};
