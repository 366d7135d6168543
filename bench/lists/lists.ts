/** How fast a page of a list is at the API with 100,000 cases, beside the same question in SQL. */
import { SignJWT, createLocalJWKSet, exportJWK, generateKeyPair } from 'jose';
import { makeTokenVerifier } from '../../infra/oidc/verify';
import { openDatabase } from '../../infra/prisma/database';
import { connectTemporal } from '../../infra/temporal/client';
import { buildApp } from '../../workers/api/app';
import { wireApi } from '../../workers/api/wire-api';
import type { BenchDatabase } from '../criteria/database';
import { questions } from './questions';
import type { Question } from './questions';
import { connectPlainly } from './seed';

/** Milliseconds. */
interface Times {
  readonly p50: number;
  readonly p95: number;
}

export interface ListFigures {
  readonly who: Question['who'];
  readonly name: string;
  readonly api: Times;
  readonly sql: Times;
}

export interface ListReport {
  readonly cases: number;
  readonly rounds: number;
  readonly loadBefore: number;
  readonly figures: readonly ListFigures[];
}

const issuer = 'http://issuer.bench';
const audience = 'relais-api';
const warmUp = 10;

const makeIssuer = async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(publicKey)), kid: 'bench', alg: 'RS256' };
  const sign = (institution: string, role: string): Promise<string> =>
    new SignJWT({ institution, role })
      .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'bench' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(`${institution}-user-1`)
      .setIssuedAt()
      .setExpirationTime('2h')
      .sign(privateKey);
  const keys = createLocalJWKSet({ keys: [key] });
  return { verify: makeTokenVerifier({ issuer, audience, keys }), sign };
};

/** The API as it is served, over HTTP on a line that stays open. */
const startApi = async ({ databaseUrl, masterKeyFile }: BenchDatabase) => {
  const engine = openDatabase(databaseUrl, 'relais_engine');
  const reader = openDatabase(databaseUrl, 'relais_reader');
  // Lists ask the engine nothing, so nobody has to be there.
  const temporal = connectTemporal({ temporalAddress: '127.0.0.1:9', temporalNamespace: 'bench' });
  const config = {
    profile: 'test',
    oidcIssuer: issuer,
    oidcAudience: audience,
    masterKeyFile,
  } as const;
  const { verify, sign } = await makeIssuer();
  const wired = wireApi({ config, engine, reader, temporal });
  const app = await buildApp({ ...wired, verify, page: new Map() });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const tokens = {
    coordinator: await sign('zh-coo', 'coordinator'),
    officer: await sign('zh-sh-1', 'officer'),
  };
  const get = async ({ path, who }: Pick<Question, 'path' | 'who'>): Promise<string> => {
    const headers = { authorization: `Bearer ${tokens[who]}` };
    const response = await fetch(`${address}${path}`, { headers });
    const body = await response.text();
    if (!response.ok) throw new Error(`${path}: ${String(response.status)} ${body}`);
    return body;
  };
  const stop = async (): Promise<void> => {
    await app.close();
    await Promise.all([temporal.close(), engine.$disconnect(), reader.$disconnect()]);
  };
  return { get, stop };
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

const timesOf = (values: readonly number[]): Times => {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (share: number): number =>
    sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
  return { p50: rank(0.5), p95: rank(0.95) };
};

/** Asks each question so often, the API and the SQL in turns. */
export const measureLists = async (
  database: BenchDatabase,
  { cases, rounds, loadBefore }: Omit<ListReport, 'figures'>,
): Promise<ListReport> => {
  const api = await startApi(database);
  const plain = await connectPlainly(database.databaseUrl);
  const figures: ListFigures[] = [];
  try {
    for (const question of questions) {
      const { who, name, sql } = question;
      const seen = { api: [] as number[], sql: [] as number[] };
      for (let round = 0; round < warmUp + rounds; round += 1) {
        const apiMs = await timed(() => api.get(question));
        const sqlMs = await timed(() => plain.query({ name: `${who} ${name}`, text: sql }));
        if (round < warmUp) continue;
        seen.api.push(apiMs);
        seen.sql.push(sqlMs);
      }
      figures.push({ who, name, api: timesOf(seen.api), sql: timesOf(seen.sql) });
    }
  } finally {
    await plain.end();
    await api.stop();
  }
  return { cases, rounds, loadBefore, figures };
};

const ms = (value: number): string => value.toFixed(1).padStart(8);

/** The same for people. */
export const listsText = ({ cases, rounds, loadBefore, figures }: ListReport): string =>
  [
    `Lists over ${cases.toLocaleString('en')} cases, ${String(rounds)} of each, load before ${loadBefore.toFixed(1)}, milliseconds`,
    `                                    API p50     p95   SQL p50     p95   p95 API : SQL`,
    ...figures.map(
      ({ who, name, api, sql }) =>
        `  ${`${who}: ${name}`.padEnd(32)}${ms(api.p50)}${ms(api.p95)}  ${ms(sql.p50)}${ms(sql.p95)}${(api.p95 / sql.p95).toFixed(1).padStart(12)}×`,
    ),
    '',
  ].join('\n');
