/** The built application with a worker and a namespace of its own on the real engine. */
import type { Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { calendarsFor } from '../../infra/calendars/calendars';
import { loadPolicies } from '../../infra/policies';
import { makeCalendarStore } from '../../infra/prisma/calendar-store';
import { makeCaseStore } from '../../infra/prisma/case-store';
import { makeClockStore } from '../../infra/prisma/clock-store';
import { makePolicyStore } from '../../infra/prisma/policy-store';
import { connectTemporal } from '../../infra/temporal/client';
import { makeCaseWorker } from '../../infra/temporal/worker';
import { makeStartHandover } from '../../workers/start-handover';
import { makeSubmit } from '../../workers/submit';
import { wireActivities } from '../../workers/wire';
import { taskQueue } from '../../workflows/contract';
import { tolerateLateRetries } from '../support/late-retries';
import { ownNamespace } from '../workflows/own-namespace';
import { makeTestApi } from './api-on-postgres';
import type { TestApi } from './api-on-postgres';

export interface ApiOnEngine {
  readonly api: TestApi;
  readonly client: Client;
  close(): Promise<void>;
}

/** Call once per file: it sets up the runtime of the SDK. Rules of St. Gallen around today. */
export const openApiOnEngine = async (): Promise<ApiOnEngine> => {
  tolerateLateRetries();
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const own = await ownNamespace();
  const api = await makeTestApi(own);
  for (const policy of loadPolicies()) await makePolicyStore(api.db).publishPolicy(policy);
  const year = new Date().getUTCFullYear();
  await makeCalendarStore(api.db).publishCalendar(calendarsFor('sg', year - 1, year + 5));
  const connection = await NativeConnection.connect({ address: own.address });
  const temporal = connectTemporal({
    temporalAddress: own.address,
    temporalNamespace: own.namespace,
  });
  const submit = makeSubmit({
    client: temporal.client,
    clockStore: makeClockStore(api.db),
    ended: makeCaseStore(api.db),
  });
  const { activities, db } = wireActivities({
    ...api.machines,
    submit,
    startHandover: makeStartHandover(temporal.client),
  });
  const worker = await makeCaseWorker({
    connection,
    namespace: own.namespace,
    taskQueue,
    workflows: { path: require.resolve('../../workflows/index') },
    activities,
  });
  const running = worker.run();
  return {
    api,
    client: temporal.client,
    close: async () => {
      worker.shutdown();
      await running;
      await connection.close();
      await temporal.close();
      await db.$disconnect();
      await api.close();
    },
  };
};
