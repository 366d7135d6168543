import { randomUUID } from 'node:crypto';
import { identityClock } from '../../domain/deadlines/clock';
import { addDays, localDate } from '../../domain/deadlines/dates';
import { makePolicyStore } from '../../infra/prisma/policy-store';
import { connectTemporal } from '../../infra/temporal/client';
import type { TemporalClient } from '../../infra/temporal/client';
import type { CaseId } from '../../schemas/index';
import { makeStartRollout } from '../../workers/start-rollout';
import { makeSubmit } from '../../workers/submit';
import type { Submit } from '../../workers/submit';
import { progressQuery, rolloutIdOf, rolloutWorkflowId } from '../../workflows/contract';
import { newest } from '../api/rules-texts';
import { officer } from '../support/builders';
import { ownNamespace } from '../workflows/own-namespace';
import { closeInTheEnd } from '../workflows/opened';
import { openRooms } from '../workflows/real-rooms';
import type { Rooms } from '../workflows/real-rooms';
import { registration } from '../workflows/stories';
import { eventually } from '../workflows/world';
import { inspect } from './checker';
import { startWorkerProcess } from './worker-process';
import type { WorkerProcess } from './worker-process';

/** A batch and a bit: the first death comes in the middle of a batch. */
const howMany = 60;
const atOnce = 6;
/** A death is noticed by the server only when what the dead worker held has run out. */
const patienceMs = 240_000;

const opened = closeInTheEnd();
let rooms: Rooms;
let temporal: TemporalClient;
let submit: Submit;
let startWorker: () => Promise<WorkerProcess>;

beforeAll(async () => {
  rooms = opened(await openRooms());
  const { address, namespace } = await ownNamespace();
  temporal = opened(connectTemporal({ temporalAddress: address, temporalNamespace: namespace }));
  const clockStore = { getClock: async () => identityClock };
  submit = makeSubmit({ client: temporal.client, clockStore, timeoutMs: 30_000 });
  startWorker = async () => {
    const worker = await startWorkerProcess({
      RELAIS_PROFILE: 'test',
      RELAIS_LOG_LEVEL: 'info',
      DATABASE_URL: rooms.databaseUrl,
      RELAIS_MASTER_KEY_FILE: rooms.masterKeyFile,
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
    });
    return opened({ ...worker, close: () => worker.kill() });
  };
});

const register = async (caseId: CaseId): Promise<void> => {
  await rooms.keepDossier(caseId);
  const actor = officer('sg-rav');
  await submit({ commandId: randomUUID(), caseId, actor, body: registration('sg') });
};

const adoptions = (): Promise<number> =>
  rooms.db.caseEventRecord.count({ where: { type: 'rulesAdopted' } });

test(
  'a rollout whose worker dies in the middle of a batch goes on, and moves every case once',
  async () => {
    const worker = await startWorker();
    const cases = Array.from({ length: howMany }, () => randomUUID()).sort();
    for (let from = 0; from < cases.length; from += atOnce)
      await Promise.all(cases.slice(from, from + atOnce).map(register));

    const base = newest('SG-regelstruktur');
    const today = localDate(new Date().toISOString());
    const terms = { ...base.running.terms, T_CRIT: { BD: 9 } };
    await makePolicyStore(rooms.db).publishPolicy({
      ...base,
      validFrom: today,
      knownSince: addDays(today, 1),
      running: { ...base.running, version: 'next', terms },
    });
    const rules = { kind: 'policy', subject: base.running.id, version: 'next' } as const;
    const input = { rules: { ...rules, cantons: ['sg'] as const }, startsOn: today };
    await makeStartRollout(temporal.client)({ ...input, clock: identityClock });

    await eventually(async () => ((await adoptions()) >= 10 ? true : undefined));
    await worker.kill();
    expect(await adoptions()).toBeLessThan(howMany);
    await startWorker();

    const handle = temporal.client.workflow.getHandle(rolloutWorkflowId(rolloutIdOf(input.rules)));
    expect(await handle.result()).toMatchObject({
      state: 'done',
      total: howMany,
      moved: howMany,
      failed: [],
    });
    expect(await handle.query(progressQuery)).toMatchObject({ state: 'done' });
    expect(await adoptions()).toBe(howMany);
    for (const caseId of cases) {
      const found = await inspect(rooms.db, caseId);
      expect(found.seqs).toEqual(Array.from({ length: found.version }, (_, index) => index + 1));
      expect(found.retold).toEqual(found.state);
      expect(found.state).toMatchObject({ policyVersion: 'next' });
    }
  },
  patienceMs,
);
