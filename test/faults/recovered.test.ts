import { randomUUID } from 'node:crypto';
import { identityClock } from '../../domain/deadlines/clock';
import { connectTemporal } from '../../infra/temporal/client';
import type { CaseId, Clock } from '../../schemas/index';
import { makeSubmit } from '../../workers/submit';
import type { Submit } from '../../workers/submit';
import { startRecovery } from '../../workers/start-recovery';
import { caseWorkflowId, stateQuery } from '../../workflows/contract';
import { officer } from '../support/builders';
import { ownNamespace } from '../workflows/own-namespace';
import { closeInTheEnd } from '../workflows/opened';
import { openRooms } from '../workflows/real-rooms';
import { registration } from '../workflows/stories';
import { eventually } from '../workflows/world';
import { inspect } from './checker';
import { startWorkerProcess } from './worker-process';

const howMany = 5;
const dayMs = 86_400_000;
/** Long enough that the first reminders of every case come due while nobody runs it. */
const awayDays = 40;
const patienceMs = 240_000;

const opened = closeInTheEnd();

test(
  'cases whose workflows were lost run again, and what came due meanwhile is said once',
  async () => {
    const rooms = opened(await openRooms());
    const { address, namespace } = await ownNamespace();
    const at = { temporalAddress: address, temporalNamespace: namespace };
    const { client } = opened(connectTemporal(at));
    opened(
      await startWorkerProcess({
        RELAIS_PROFILE: 'test',
        RELAIS_LOG_LEVEL: 'info',
        DATABASE_URL: rooms.databaseUrl,
        RELAIS_MASTER_KEY_FILE: rooms.masterKeyFile,
        TEMPORAL_ADDRESS: address,
        TEMPORAL_NAMESPACE: namespace,
      }).then(({ kill }) => ({ close: kill })),
    );
    const clockStore = { getClock: async () => identityClock };
    const submit: Submit = makeSubmit({ client, clockStore, timeoutMs: 30_000 });
    const actor = officer('sg-rav');
    const cases: CaseId[] = Array.from({ length: howMany }, () => randomUUID());
    for (const caseId of cases) {
      await rooms.keepDossier(caseId);
      await submit({ commandId: randomUUID(), caseId, actor, body: registration('sg') });
    }
    const [kept, ...lost] = cases as [CaseId, ...CaseId[]];
    const before = new Map<CaseId, number>();
    for (const caseId of cases) before.set(caseId, (await inspect(rooms.db, caseId)).version);
    for (const caseId of lost)
      await client.workflow.getHandle(caseWorkflowId(caseId)).terminate('lost');

    const now = Date.now();
    const later: Clock = {
      engineOrigin: new Date(now).toISOString(),
      domainOrigin: new Date(now + awayDays * dayMs).toISOString(),
      rate: 1,
    };
    const first = await (await startRecovery(client, later)).result();
    expect(first).toEqual({ state: 'done', revived: lost.length, running: 1, failed: [] });

    for (const caseId of lost) {
      const handle = client.workflow.getHandle(caseWorkflowId(caseId));
      const found = await eventually(async () => {
        const { next_due_at: due } = (
          await rooms.db.$queryRaw<{ next_due_at: Date | null }[]>`
            SELECT next_due_at FROM cases WHERE id = ${caseId}::uuid`
        )[0]!;
        // First whether everything has been said, then what: a step may come between two readings.
        return due !== null && due.getTime() > now + awayDays * dayMs
          ? inspect(rooms.db, caseId)
          : undefined;
      });
      expect((await handle.describe()).status.name).toBe('RUNNING');
      expect(found.version).toBeGreaterThan(before.get(caseId)!);
      const fired = found.causes.filter((cause) => cause.startsWith('deadline:'));
      expect(fired.length).toBeGreaterThan(0);
      expect(new Set(found.causes).size).toBe(found.causes.length);
      expect(found.retold).toEqual(found.state);
      expect(found.notices).toEqual(found.owed);
      expect(await handle.query(stateQuery)).toEqual(found.state);
    }
    expect((await inspect(rooms.db, kept)).version).toBe(before.get(kept));

    const body = { kind: 'adoptRules' } as const;
    const engine = { userId: 'engine', role: 'system' } as const;
    const [one] = lost as [CaseId];
    await expect(
      submit({ commandId: randomUUID(), caseId: one, actor: engine, body }),
    ).rejects.toMatchObject({ refusal: { code: 'rules_unchanged' } });
    const second = await (await startRecovery(client, later)).result();
    expect(second).toEqual({ state: 'done', revived: 0, running: howMany, failed: [] });
  },
  patienceMs,
);
