/**
 * `npm run recover`: Temporal lost its cases, Postgres holds them. Runs every open case again that
 * nobody runs and waits for the end; the temporal worker must be up. Settings as for the worker.
 * Exit code 0: every open case runs, 1: some do not (their ids are logged), or an engine is away.
 */
import { makeClockStore } from '../infra/prisma/clock-store';
import { openDatabase } from '../infra/prisma/database';
import { readConfig } from '../infra/config';
import { makeLog } from '../infra/telemetry/log';
import { connectTemporal } from '../infra/temporal/client';
import type { Recovery } from '../workflows/contract';
import { startRecovery } from './start-recovery';

const main = async (): Promise<number> => {
  const config = readConfig();
  const log = makeLog('recover', config.logLevel);
  const db = openDatabase(config.databaseUrl, 'relais_engine');
  const temporal = connectTemporal(config);
  try {
    const handle = await startRecovery(temporal.client, await makeClockStore(db).getClock());
    const recovery = (await handle.result()) as Recovery;
    log.info({ ...recovery }, 'recovery ended');
    return recovery.failed.length === 0 ? 0 : 1;
  } finally {
    await temporal.close();
    await db.$disconnect();
  }
};

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(
      `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(1);
  },
);
