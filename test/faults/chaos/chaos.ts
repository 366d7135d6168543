/**
 * Cases that tell an office of everything that happens in them, while the broker, the relays and the
 * office are killed again and again. In the end the topic and the office's own table are counted.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'pg';
import { makeKafka } from '../../../infra/kafka/client';
import { ensureTopics, notificationTopic } from '../../../infra/kafka/topics';
import { makeCaseStore } from '../../../infra/prisma/case-store';
import { openDatabase } from '../../../infra/prisma/database';
import { makeOutboxStore } from '../../../infra/prisma/outbox-store';
import { makeLog } from '../../../infra/telemetry/log';
import { memoryTables } from '../../kafka/postgres-memory';
import { after, newCase, notice, stepTo } from '../../stores/steps';
import { dumpTopic } from './dump';
import { failpoints } from './plan';
import type { OfficePlan, RelayPlan } from './plan';

export interface ChaosPlan {
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
  /** Ends the broker as a power cut would; somebody else starts it again. */
  killBroker(): void;
  readonly cases: number;
  readonly eventsPerCase: number;
  /** How often each of broker, relays and office is killed. */
  readonly kills: number;
  /** Called for each kill. */
  readonly tell: (what: string) => void;
}

export interface ChaosFound {
  readonly events: number;
  readonly killed: { readonly broker: number; readonly relay: number; readonly office: number };
  /** Records in the topic: each event once, and again after some of the kills. */
  readonly records: number;
  readonly lost: number;
  /** Events that came first although one before them of their case had not come yet. */
  readonly outOfOrder: number;
  /** Rows of the office: each event must be there once. */
  readonly effects: number;
  readonly effectsTwice: number;
  readonly effectsOutOfOrder: number;
  /** Gaps that the office saw, and notices it gave up. */
  readonly troubles: number;
  readonly parked: number;
  readonly seconds: number;
}

const here = __dirname;
const root = resolve(here, '..', '..', '..');

const start = (file: string, plan: RelayPlan | OfficePlan): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', join(here, file), JSON.stringify(plan)], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
};

const pick = <T>(from: readonly T[], otherwise: T): T =>
  from[Math.floor(Math.random() * from.length)] ?? otherwise;

/** Two relays side by side; each dies at a random line as long as there are deaths left. */
function startRelays(plan: ChaosPlan) {
  const { databaseUrl, brokers, kills, tell } = plan;
  const now = new Set<ChildProcess>();
  let killed = 0;
  let planned = 0;
  const over = new AbortController();
  const isOver = (): boolean => over.signal.aborted;
  const live = async (): Promise<void> => {
    while (!isOver()) {
      const mortal = planned < kills;
      if (mortal) planned += 1;
      const dieAt = {
        failpoint: pick(failpoints, 'claim'),
        turn: 1 + Math.floor(Math.random() * 3),
      };
      const child = start('relay.main.ts', { databaseUrl, brokers, ...(mortal ? { dieAt } : {}) });
      now.add(child);
      await once(child, 'exit');
      now.delete(child);
      if (isOver()) return;
      killed += 1;
      tell(`relay, at "${dieAt.failpoint}"`);
    }
  };
  const lives = [live(), live()];
  return {
    killed: () => killed,
    stop: async () => {
      over.abort();
      await Promise.all([...now].map(end));
      await Promise.all(lives);
    },
  };
}

/** An office that is started again whenever it is killed. */
function startOffice(plan: OfficePlan) {
  let child = start('office.main.ts', plan);
  return {
    kill: async () => {
      await end(child);
      child = start('office.main.ts', plan);
    },
    stop: () => end(child),
  };
}

async function writeCases(plan: ChaosPlan, office: string): Promise<void> {
  const db = openDatabase(plan.databaseUrl, 'relais_engine');
  const store = makeCaseStore(db);
  const ids = Array.from({ length: plan.cases }, () => randomUUID()).values();
  const lane = async (): Promise<void> => {
    for (const id of ids) {
      let state = newCase({ id });
      for (let event = 1; event <= plan.eventsPerCase; event += 1) {
        await store.record(stepTo(state, { notices: [notice(office, state.version)] }));
        state = after(state);
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  await db.$disconnect();
}

/** Events whose number is not the next one of their case, among those that are there for the first time. */
function countOutOfOrder(
  records: readonly { readonly key: string; readonly sequence: string }[],
): number {
  const last = new Map<string, number>();
  const seen = new Set<string>();
  let wrong = 0;
  for (const { key, sequence } of records) {
    const name = `${key} ${sequence}`;
    if (seen.has(name)) continue;
    seen.add(name);
    const seq = Number(sequence.slice(0, 10));
    if (seq !== (last.get(key) ?? 0) + 1) wrong += 1;
    last.set(key, Math.max(seq, last.get(key) ?? 0));
  }
  return wrong;
}

async function tablesOf(pool: Pool): Promise<void> {
  await pool.query(`${memoryTables}
    CREATE TABLE effects (n bigserial PRIMARY KEY, case_id uuid, sequence text);
    CREATE TABLE troubles (what text);`);
}

async function effectsIn(pool: Pool) {
  const { rows } = await pool.query<{ key: string; sequence: string }>(
    'SELECT case_id AS key, sequence FROM effects ORDER BY n',
  );
  const { rows: troubles } = await pool.query('SELECT what FROM troubles');
  return { rows, troubles: troubles.length };
}

/** Kills broker and office in turn, evenly over the whole run. */
async function reap(
  plan: ChaosPlan,
  office: ReturnType<typeof startOffice>,
  heard: () => Promise<number>,
): Promise<void> {
  const events = plan.cases * plan.eventsPerCase;
  for (let kill = 1; kill <= plan.kills; kill += 1) {
    const at = (events * kill) / (plan.kills + 1);
    while ((await heard()) < at) await delay(50);
    plan.tell('office');
    await office.kill();
    plan.tell('broker');
    plan.killBroker();
  }
}

/** Plays the whole run; resolves when the office has heard everything. */
export async function runChaos(plan: ChaosPlan): Promise<ChaosFound> {
  const { databaseUrl, brokers, kills } = plan;
  const events = plan.cases * plan.eventsPerCase;
  const institutionId = `sg-iv-c${randomUUID().slice(0, 8)}`;
  const startedMs = performance.now();
  const pool = new Pool({ connectionString: databaseUrl });
  await tablesOf(pool);
  const kafka = makeKafka({ brokers, clientId: 'chaos', log: makeLog('chaos', 'silent') });
  await ensureTopics(kafka, [institutionId]);
  const heard = async (): Promise<number> => {
    const { rows } = await pool.query<{ count: number }>('SELECT count(*)::int FROM effects');
    return rows[0]?.count ?? 0;
  };
  const relays = startRelays(plan);
  const office = startOffice({ databaseUrl, brokers, institutionId });
  try {
    await Promise.all([writeCases(plan, institutionId), reap(plan, office, heard)]);
    const db = openDatabase(databaseUrl, 'relais_engine');
    const outbox = makeOutboxStore(db);
    while ((await outbox.stats()).waiting > 0 || (await heard()) < events) await delay(200);
    const { parked } = await outbox.stats();
    await db.$disconnect();
    const killed = { broker: kills, relay: relays.killed(), office: kills };
    await relays.stop();
    await office.stop();
    const records = await dumpTopic(kafka, notificationTopic(institutionId));
    const { rows, troubles } = await effectsIn(pool);
    const once = (all: readonly { key: string; sequence: string }[]): number =>
      new Set(all.map(({ key, sequence }) => `${key} ${sequence}`)).size;
    return {
      events,
      killed,
      records: records.length,
      lost: events - once(records),
      outOfOrder: countOutOfOrder(records),
      effects: once(rows),
      effectsTwice: rows.length - once(rows),
      effectsOutOfOrder: countOutOfOrder(rows),
      troubles,
      parked,
      seconds: (performance.now() - startedMs) / 1_000,
    };
  } finally {
    await relays.stop();
    await office.stop();
    await pool.end();
  }
}
