/**
 * A time-skipping Temporal of its own with one worker that can be stopped and started again, and
 * cases that are played through the front door (`workers/submit.ts`).
 */
import { randomUUID } from 'node:crypto';
import type { History } from '@temporalio/common/lib/proto-utils';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkflowBundle } from '@temporalio/worker';
import {
  DefaultLogger,
  Runtime,
  Worker,
  bundleWorkflowCode,
  makeTelemetryFilterString,
} from '@temporalio/worker';
import type { Activities } from '../../activities/index';
import type { CaseState } from '../../domain/case/state';
import { toDomain, toEngine } from '../../domain/deadlines/clock';
import { localInstant } from '../../domain/deadlines/dates';
import { nextFiring } from '../../domain/deadlines/deadline';
import type { AnyCommandBody, CaseId, Clock, Command } from '../../schemas/index';
import type { Submit } from '../../workers/submit';
import { makeSubmit } from '../../workers/submit';
import type { CommandAnswer } from '../../workflows/contract';
import { adjustClockSignal, caseWorkflowId, stateQuery, taskQueue } from '../../workflows/contract';
import { officer } from '../support/builders';
import { tolerateLateRetries } from '../support/late-retries';
import type { Teller } from './stories';

const quiet = new DefaultLogger('ERROR');

/** Bundles the workflows, once per file; `instead` puts other modules in their place. */
export const bundleCases = (instead: Readonly<Record<string, string>> = {}) =>
  bundleWorkflowCode({
    workflowsPath: require.resolve('../../workflows/index'),
    logger: quiet,
    webpackConfigHook: (config) => {
      Object.assign(config.resolve?.alias ?? {}, instead);
      return config;
    },
  });

/** The SDK's own log would name every fault that a test provokes; once per process. */
export const quietTemporal = (): void => {
  tolerateLateRetries();
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined),
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) },
    },
    shutdownSignals: [],
  });
};

/** Waits until something is there. A test that waits for ever is ended by its timeout. */
export const eventually = async <T>(find: () => Promise<T | undefined>): Promise<T> => {
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
};

/** A program that skips time, started for this world alone; or a server that runs already. */
export type Server =
  { readonly path: string } | { readonly address: string; readonly namespace: string };

export interface WorldOptions {
  readonly server: Server;
  readonly bundle: WorkflowBundle;
  readonly activities: Activities;
  /** Swiss date on which the first case starts, at nine o'clock. */
  readonly startsOn: string;
  /** Domain milliseconds per engine millisecond. */
  readonly rate?: number;
  /** 0 replays the whole history at every task. */
  readonly cachedCases?: number;
}

export interface PlayedCase extends Teller {
  readonly id: CaseId;
  command(by: string, body: AnyCommandBody, commandId?: string): Promise<CommandAnswer>;
  /** What the running case believes. */
  state(): Promise<CaseState>;
  history(runId?: string): Promise<History>;
  adjustClock(clock: Clock): Promise<void>;
}

export interface World {
  readonly env: TestWorkflowEnvironment;
  readonly clock: Clock;
  readonly submit: Submit;
  play(id?: CaseId): PlayedCase;
  stopWorker(): Promise<void>;
  startWorker(): Promise<void>;
  close(): Promise<void>;
}

export const commandOf = (
  caseId: CaseId,
  by: string,
  body: AnyCommandBody,
): Omit<Command, 'commandId'> => ({ caseId, actor: officer(by), body });

/** Waits until nothing is due any more: the sleep of the server ends with the last timer, not after it. */
const settled = async (one: PlayedCase, now: () => Promise<string>): Promise<void> => {
  await eventually(async () => {
    const state = await one.state();
    const due = state.status === 'closed' ? undefined : nextFiring(state.deadlines);
    return due === undefined || Date.parse(due.at) > Date.parse(await now()) ? true : undefined;
  });
};

const playing = (world: Pick<World, 'env' | 'submit'> & { clock: Clock }) => {
  const { env, submit } = world;
  return (id: CaseId = randomUUID()): PlayedCase => {
    let { clock } = world;
    const handle = (runId?: string) => env.client.workflow.getHandle(caseWorkflowId(id), runId);
    const now = async (): Promise<string> =>
      toDomain(clock, new Date(await env.currentTimeMs()).toISOString());
    let begun = false;
    const self: PlayedCase = {
      id,
      command: async (by, body, commandId = randomUUID()) => {
        const answer = await submit({ ...commandOf(id, by, body), commandId });
        begun = true;
        return answer;
      },
      goTo: async (on, time = '09:00') => {
        const target = Date.parse(toEngine(clock, localInstant(on, time)));
        const left = target - (await env.currentTimeMs());
        if (left > 0) await env.sleep(left);
        if (begun) await settled(self, now);
      },
      state: async () => (await handle().query(stateQuery))!,
      history: (runId) => handle(runId).fetchHistory(),
      adjustClock: async (moved) => {
        clock = moved;
        await handle().signal(adjustClockSignal, moved);
      },
    };
    return self;
  };
};

const openEnvironment = (server: Server): Promise<TestWorkflowEnvironment> =>
  'path' in server
    ? TestWorkflowEnvironment.createTimeSkipping({
        server: { executable: { type: 'existing-path', path: server.path } },
      })
    : TestWorkflowEnvironment.createFromExistingServer(server);

/** Starts a worker, and the server where it is the world's own; `close` ends both. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const env = await openEnvironment(options.server);
  const clock: Clock = {
    engineOrigin: new Date(await env.currentTimeMs()).toISOString(),
    domainOrigin: localInstant(options.startsOn, '09:00'),
    rate: options.rate ?? 1,
  };
  const submit = makeSubmit({
    client: env.client,
    clockStore: { getClock: async () => clock },
    timeoutMs: 40_000,
  });
  let stop: (() => Promise<void>) | undefined;
  const startWorker = async (): Promise<void> => {
    const worker = await Worker.create({
      connection: env.nativeConnection,
      namespace: env.namespace ?? 'default',
      taskQueue,
      workflowBundle: options.bundle,
      activities: options.activities,
      maxCachedWorkflows: options.cachedCases ?? 100,
    });
    const running = worker.run();
    stop = async () => {
      worker.shutdown();
      await running;
    };
  };
  const stopWorker = async (): Promise<void> => {
    await stop?.();
    stop = undefined;
  };
  await startWorker();
  return {
    env,
    clock,
    submit,
    play: playing({ env, submit, clock }),
    stopWorker,
    startWorker,
    close: async () => {
      await stopWorker();
      await env.teardown();
    },
  };
}
