import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import type { PoolClient } from 'pg';
import { startOffice } from '../../infra/kafka/consumer-kit/index';
import type { EventMemory } from '../../infra/kafka/consumer-kit/index';
import { databaseForFile } from '../support/engines';
import type { TestDatabase } from '../support/engines';
import { openBench, sentType, seqOf, until } from './office-bench';
import type { OfficeBench } from './office-bench';
import { memoryTables, postgresMemory } from './postgres-memory';
import { silentLog } from './topic-reader';

let database: TestDatabase;
let pool: Pool;
let bench: OfficeBench;

beforeAll(async () => {
  database = await databaseForFile();
  pool = new Pool({ connectionString: database.url });
  await pool.query(`${memoryTables} CREATE TABLE invoices (case_id uuid, seq int);`);
  bench = await openBench();
});
afterAll(async () => {
  await bench.close();
  await pool.end();
  await database.drop();
});

/** Dies now before the transaction ends, now after it ended and before the offset is committed. */
function mortal(memory: EventMemory<PoolClient>, died: () => void): EventMemory<PoolClient> {
  let calls = 0;
  const dieAt = (turn: number): void => {
    if (calls % 5 !== turn) return;
    died();
    throw new Error('killed');
  };
  return {
    findLastSequence: (caseId) => memory.findLastSequence(caseId),
    once: async (mark, effect) => {
      calls += 1;
      const outcome = await memory.once(mark, async (tx) => {
        await effect(tx);
        dieAt(2);
      });
      dieAt(4);
      return outcome;
    },
  };
}

it('an office that writes through the transaction of its memory writes exactly once', async () => {
  const cases = [randomUUID(), randomUUID(), randomUUID()];
  const numbers = Array.from({ length: 8 }, (_, i) => i + 1);
  await bench.publisher.publish(cases.flatMap((caseId) => bench.records(caseId, numbers)));
  const written = async (): Promise<{ case_id: string; seq: number }[]> =>
    (await pool.query<{ case_id: string; seq: number }>('SELECT case_id, seq FROM invoices')).rows;
  const complete = cases.length * numbers.length;
  let died = false;
  let handled = 0;
  const memory = mortal(postgresMemory(pool), () => {
    died = true;
  });
  let lives = 0;
  for (let alive = true; alive; lives += 1) {
    died = false;
    handled = 0;
    const office = await startOffice({
      institutionId: bench.id,
      kafka: bench.kafka,
      memory,
      attempts: Number.POSITIVE_INFINITY,
      handlers: {
        [sentType]: async (notice, { tx }) => {
          handled += 1;
          const values = [notice.data.caseId, seqOf(notice)];
          await tx.query('INSERT INTO invoices (case_id, seq) VALUES ($1, $2)', values);
        },
      },
      onGap: async (gap) => {
        bench.gaps.push(gap);
      },
      onParked: async (parked) => {
        bench.parked.push(parked);
      },
      log: silentLog,
    });
    let count = 0;
    const counting = setInterval(() => {
      void written().then((rows) => {
        count = rows.length;
      });
    }, 50);
    await until(() => died || count >= complete);
    clearInterval(counting);
    await office.stop();
    alive = count < complete;
  }
  expect(lives).toBeGreaterThan(4);
  expect(handled).toBeLessThan(complete);
  const rows = await written();
  for (const caseId of cases) {
    expect(rows.filter((row) => row.case_id === caseId).map(({ seq }) => seq)).toEqual(numbers);
  }
  expect([bench.gaps, bench.parked]).toEqual([[], []]);
});
