/**
 * The stage of all rehearsals of one run: a database, a time-skipping Temporal server, the compiled
 * workflows. Every scenario gets an installation of its own on it (`openHouse`).
 */
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { join } from 'node:path';
import { loadPolicies } from '../../infra/policies';
import type { Database } from '../../infra/prisma/database';
import { openDatabase } from '../../infra/prisma/database';
import { makePolicyStore } from '../../infra/prisma/policy-store';

export interface StageAt {
  /** A migrated database that nobody else uses: a rehearsal bends its clock. */
  readonly databaseUrl: string;
  /** The program of the time-skipping server. */
  readonly timeSkippingServerPath: string;
  /** A folder for keys that nobody needs afterwards. */
  readonly dir: string;
}

export interface Stage extends StageAt {
  readonly engine: Database;
  readonly reader: Database;
  readonly temporal: TestWorkflowEnvironment;
  readonly workflows: WorkflowBundleWithSourceMap;
  close(): Promise<void>;
}

const workflowsPath = join(__dirname, '..', '..', 'workflows', 'index.ts');
const quiet = new DefaultLogger('ERROR');

/** Publishes the policies, compiles the workflows and starts the server. Close it when done. */
export const openStage = async (at: StageAt): Promise<Stage> => {
  const engine = openDatabase(at.databaseUrl, 'relais_engine');
  const reader = openDatabase(at.databaseUrl, 'relais_reader');
  const path = at.timeSkippingServerPath;
  const temporal = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  const policies = makePolicyStore(engine);
  for (const policy of loadPolicies()) await policies.publishPolicy(policy);
  const workflows = await bundleWorkflowCode({ workflowsPath, logger: quiet });
  return {
    ...at,
    engine,
    reader,
    temporal,
    workflows,
    close: async () => {
      // A server that is being ended refuses the last keep-alives of its clients.
      await temporal.teardown().catch(() => undefined);
      await Promise.all([engine.$disconnect(), reader.$disconnect()]);
    },
  };
};
