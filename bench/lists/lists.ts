/** How fast a page of a list is at the API with 100,000 cases, beside the same question in SQL. */
import { Agent, get } from 'node:http';
import type { RequestOptions } from 'node:http';
import { loadavg } from 'node:os';
import { text } from 'node:stream/consumers';
import { SignJWT, createLocalJWKSet, exportJWK, generateKeyPair } from 'jose';
import { makeTokenVerifier } from '../../infra/oidc/verify';
import { openDatabase } from '../../infra/prisma/database';
import { connectTemporal } from '../../infra/temporal/client';
import { buildApp } from '../../workers/api/app';
import { wireApi } from '../../workers/api/wire-api';
import type { BenchDatabase } from '../criteria/database';
import { questions } from './questions';
import type { Question } from './questions';
import { connectAs, connectPlainly } from './seed';

/** Milliseconds. */
interface Times {
  readonly p50: number;
  readonly p95: number;
}

export interface ListFigures {
  readonly who: Question['who'];
  readonly name: string;
  readonly api: Times;
  /** By hand, in a session that may see as much as the caller of the API. */
  readonly sql: Times;
  /** The same by hand, in a session that may see everything: no row-level security. */
  readonly bare: Times;
}

export interface ListReport {
  readonly cases: number;
  readonly rounds: number;
  readonly loadBefore: number;
  readonly loadAfter: number;
  readonly figures: readonly ListFigures[];
}

const issuer = 'http://issuer.bench';
const audience = 'relais-api';
/** As a process is that has been answering for a while. */
const warmUp = 50;
const institutions = { coordinator: 'zh-coo', officer: 'zh-sh-1' } as const;

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

interface Fetched {
  readonly status: number | undefined;
  readonly body: string;
}

/** Without the streams and signals of `fetch`, which cost as much as a short answer. */
const fetchPlainly = (url: URL, options: RequestOptions): Promise<Fetched> =>
  new Promise((resolve, reject) => {
    get(url, options, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
    }).on('error', reject);
  });

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
    coordinator: await sign(institutions.coordinator, 'coordinator'),
    officer: await sign(institutions.officer, 'officer'),
  };
  const agent = new Agent({ keepAlive: true });
  const ask = async ({ path, who }: Pick<Question, 'path' | 'who'>): Promise<string> => {
    const headers = { authorization: `Bearer ${tokens[who]}` };
    const { status, body } = await fetchPlainly(new URL(path, address), { agent, headers });
    if (status !== 200) throw new Error(`${path}: ${String(status)} ${body}`);
    return body;
  };
  const stop = async (): Promise<void> => {
    agent.destroy();
    await app.close();
    await Promise.all([temporal.close(), engine.$disconnect(), reader.$disconnect()]);
  };
  return { ask, stop };
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

/** One session each, opened once: who writes SQL by hand does not say who asks with each question. */
const connectHands = async (databaseUrl: string) => ({
  coordinator: await connectAs(databaseUrl, { role: 'coordinator', of: institutions.coordinator }),
  officer: await connectAs(databaseUrl, { role: 'officer', of: institutions.officer }),
  engine: await connectPlainly(databaseUrl),
});

/** Asks each question so often, the API and the SQL in turns. */
export const measureLists = async (
  database: BenchDatabase,
  { cases, rounds, loadBefore }: Omit<ListReport, 'figures' | 'loadAfter'>,
): Promise<ListReport> => {
  const api = await startApi(database);
  const hands = await connectHands(database.databaseUrl);
  const figures: ListFigures[] = [];
  try {
    for (const question of questions) {
      const { who, name } = question;
      const byHand = { name: `${who} ${name}`, text: question.sql };
      const seen = { api: [] as number[], sql: [] as number[], bare: [] as number[] };
      for (let round = 0; round < warmUp + rounds; round += 1) {
        const apiMs = await timed(() => api.ask(question));
        const sqlMs = await timed(() => hands[who].query(byHand));
        const bareMs = await timed(() => hands.engine.query(byHand));
        if (round < warmUp) continue;
        seen.api.push(apiMs);
        seen.sql.push(sqlMs);
        seen.bare.push(bareMs);
      }
      const { api: ours, sql, bare } = seen;
      figures.push({ who, name, api: timesOf(ours), sql: timesOf(sql), bare: timesOf(bare) });
    }
  } finally {
    await Promise.all(Object.values(hands).map((hand) => hand.end()));
    await api.stop();
  }
  return { cases, rounds, loadBefore, loadAfter: loadavg()[0] ?? Number.NaN, figures };
};

const ms = (value: number): string => value.toFixed(1).padStart(7);

const line = ({ who, name, api, sql, bare }: ListFigures): string =>
  [
    `  ${`${who}: ${name}`.padEnd(34)}`,
    ms(api.p50), ms(api.p95), ' ', ms(sql.p50), ms(sql.p95), ' ', ms(bare.p50), ms(bare.p95), ' ',
    ...[api.p50 / sql.p50, api.p95 / sql.p95, api.p95 / bare.p95].map(
      (ratio) => `${ratio.toFixed(1).padStart(6)}×`,
    ),
  ].join(''); // prettier-ignore

/** The same for people. */
export const listsText = (report: ListReport): string =>
  [
    `Lists over ${report.cases.toLocaleString('en')} cases, ${String(report.rounds)} of each, load ${report.loadBefore.toFixed(1)} before and ${report.loadAfter.toFixed(1)} after, milliseconds`,
    '                                         API           SQL as the       SQL without    API : SQL  API : SQL',
    '                                                       same viewer      row security   same viewer  without',
    '                                       p50   p95       p50   p95        p50   p95      p50    p95     p95',
    ...report.figures.map(line),
    '',
  ].join('\n');
