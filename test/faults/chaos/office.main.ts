/** An office with the consumer kit and its own Postgres: every notice it hears is one row. */
import { Pool } from 'pg';
import { kafkajsPort, makeLog, startOffice } from '../../../infra/kafka/consumer-kit/index';
import { postgresMemory } from '../../kafka/postgres-memory';
import { planOf } from './plan';
import type { OfficePlan } from './plan';

const { databaseUrl, brokers, institutionId } = planOf<OfficePlan>();
const log = makeLog('chaos-office', 'warn');
const pool = new Pool({ connectionString: databaseUrl });

startOffice({
  institutionId,
  kafka: kafkajsPort({ brokers, clientId: 'chaos-office', log }),
  memory: postgresMemory(pool),
  handlers: {},
  otherwise: async ({ data, sequence }, { tx }) => {
    const values = [data.caseId, sequence];
    await tx.query('INSERT INTO effects (case_id, sequence) VALUES ($1, $2)', values);
  },
  onGap: async (_gap, tx) => {
    await tx.query('INSERT INTO troubles (what) VALUES ($1)', ['gap']);
  },
  onParked: async (_parked, tx) => {
    await tx.query('INSERT INTO troubles (what) VALUES ($1)', ['parked']);
  },
  attempts: Number.POSITIVE_INFINITY,
  log,
}).catch((error: unknown) => {
  log.fatal({ err: error }, 'no office');
  process.exit(1);
});
