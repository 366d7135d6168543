/** The API process: HTTP in front, Temporal and Postgres behind. */
import { connectTemporal } from '../infra/temporal/client';
import { openDatabase } from '../infra/prisma/database';
import { buildApp } from './api/app';
import { linkPage } from './api/link-build';
import { buildPage } from './api/page-build';
import { wireApi } from './api/wire-api';
import { runProcess } from './process';

runProcess('api', async ({ config, log }) => {
  const engine = openDatabase(config.databaseUrl, 'relais_engine');
  const reader = openDatabase(config.databaseUrl, 'relais_reader');
  const temporal = connectTemporal(config);
  const [page] = await Promise.all([buildPage(), linkPage()]);
  const app = await buildApp({ ...wireApi({ config, engine, reader, temporal }), page, log });
  const address = await app.listen({ host: config.apiHost, port: config.apiPort });
  return {
    details: { address },
    stop: async () => {
      await app.close();
      await Promise.all([temporal.close(), engine.$disconnect(), reader.$disconnect()]);
    },
  };
});
