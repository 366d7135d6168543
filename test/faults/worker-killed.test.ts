import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { CaseId, CommandBody } from '../../schemas/index';
import { connectTemporal } from '../../infra/temporal/client';
import type { TemporalClient } from '../../infra/temporal/client';
import { identityClock } from '../../domain/deadlines/clock';
import { RefusedError, makeSubmit } from '../../workers/submit';
import type { Submit } from '../../workers/submit';
import { caseWorkflowId, stateQuery } from '../../workflows/contract';
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

const atOnce = 8;
/** Two deaths, each noticed by the server only when what the dead worker held has run out. */
const patienceMs = 180_000;

/** What happens to each person, in this order; every second command tells somebody something. */
const burst: readonly { readonly by: string; readonly body: CommandBody }[] = [
  { by: 'sg-rav', body: registration('sg') },
  { by: 'sg-coo', body: { kind: 'acknowledgeRegistration' } },
  {
    by: 'sg-rav',
    body: {
      kind: 'confirmVerdict',
      referrals: [
        { to: 'sg-iv', purpose: 'work_capacity_assessment' },
        { to: 'sg-sh', purpose: 'livelihood', reciprocity: true },
      ],
    },
  },
  { by: 'sg-iv', body: { kind: 'acknowledgeReferral', referralId: 'R1' } },
  { by: 'sg-iv', body: { kind: 'acceptReferral', referralId: 'R1', claimsLead: false } },
  { by: 'sg-rav', body: { kind: 'informPerson', referralId: 'R1' } },
  { by: 'sg-sh', body: { kind: 'acceptReferral', referralId: 'R2', claimsLead: false } },
  { by: 'sg-iv', body: { kind: 'startReferral', referralId: 'R1' } },
  { by: 'sg-iv', body: { kind: 'reportProgress', referralId: 'R1' } },
];

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
  submit = makeSubmit({ client: temporal.client, clockStore, timeoutMs: 5_000 });
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

/** An office repeats a command under its id until it is answered. */
const insist = async (command: Parameters<Submit>[0]): Promise<void> => {
  await eventually(() =>
    submit(command).catch(async (error: unknown) => {
      if (!(error instanceof RefusedError) || error.refusal.code !== 'engine_unavailable')
        throw error;
      await delay(100);
      return undefined;
    }),
  );
};

test(
  'a worker that dies twice in a burst of commands loses none and doubles none',
  async () => {
    let worker = await startWorker();
    let answered = 0;
    const sent = new Map<CaseId, string[]>();
    const live = async (caseId: CaseId): Promise<void> => {
      const ids: string[] = [];
      sent.set(caseId, ids);
      for (const { by, body } of burst) {
        const commandId = randomUUID();
        ids.push(commandId);
        await insist({ commandId, caseId, actor: officer(by), body });
        answered += 1;
      }
    };
    const cases = Array.from({ length: atOnce }, () => randomUUID());
    for (const caseId of cases) await rooms.keepDossier(caseId);
    const lives = Promise.all(cases.map(live));
    for (const soFar of [15, 45]) {
      await eventually(async () => (answered >= soFar ? true : undefined));
      await worker.kill();
      worker = await startWorker();
    }
    await lives;
    expect(answered).toBe(cases.length * burst.length);
    for (const caseId of cases) {
      const found = await inspect(rooms.db, caseId);
      expect(found.seqs).toEqual(Array.from({ length: found.version }, (_, index) => index + 1));
      const [registered, ...others] = sent.get(caseId)!;
      expect(found.causes).toEqual([registered, `${registered}:verdict`, ...others]);
      expect(found.notices).toEqual(found.owed);
      expect(found.retold).toEqual(found.state);
      const believed = await temporal.client.workflow
        .getHandle(caseWorkflowId(caseId))
        .query(stateQuery);
      expect(believed).toEqual(found.state);
    }
  },
  patienceMs,
);
