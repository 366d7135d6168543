/** What the installation does by itself once a day: nobody is lost, and nobody is kept for ever. */
import { makeCaseStore } from '../../infra/prisma/case-store';
import type { Clock } from '../../schemas/index';
import { makeCaseReviver } from '../../workers/revive-case';
import { makeStartHandover } from '../../workers/start-handover';
import { startSurvey } from '../../workers/start-survey';
import { makeSubmit } from '../../workers/submit';
import type { Submit } from '../../workers/submit';
import { caseWorkflowId } from '../../workflows/contract';
import { localInstant } from '../../domain/deadlines/dates';
import { timeSkippingServerPath } from '../support/engines';
import { closeInTheEnd } from './opened';
import { openRooms } from './real-rooms';
import type { Rooms } from './real-rooms';
import { registration } from './stories';
import { bundleCases, eventually, openWorld, quietTemporal } from './world';
import type { PlayedCase, World } from './world';

const opened = closeInTheEnd();
let rooms: Rooms;
let world: World;
/** The clock of the installation, as it stands in its database. */
let clock: Clock;
let submit: Submit;

beforeAll(async () => {
  quietTemporal();
  rooms = opened(
    await openRooms((command) => submit(command), {
      startHandover: (handover) => makeStartHandover(world.env.client)(handover),
      reviverOn: (cases) => ({
        reviveCase: (id, at) => makeCaseReviver(world.env.client, cases).reviveCase(id, at),
      }),
    }),
  );
  world = opened(
    await openWorld({
      server: { path: timeSkippingServerPath() },
      bundle: await bundleCases(),
      activities: rooms.activities,
      startsOn: '2026-02-02',
    }),
  );
  ({ clock } = world);
  submit = makeSubmit({
    client: world.env.client,
    clockStore: { getClock: async () => clock },
    ended: makeCaseStore(rooms.db),
  });
});

const registered = async (): Promise<PlayedCase> => {
  const played = world.play();
  await rooms.keepDossier(played.id);
  await played.command('sg-rav', registration('sg'));
  return played;
};
const typesOf = async (played: PlayedCase): Promise<string[]> =>
  (await rooms.events(played.id)).map(({ type }) => type);
const statusOf = async ({ id }: PlayedCase): Promise<string> =>
  (await world.env.client.workflow.getHandle(caseWorkflowId(id)).describe()).status.name;
const personalRows = async ({ id: caseId }: PlayedCase): Promise<number[]> =>
  Promise.all([
    rooms.db.caseKey.count({ where: { caseId } }),
    rooms.db.dossierRecord.count({ where: { caseId } }),
    rooms.db.verdictRecord.count({ where: { caseId } }),
  ]);

test('a case that nobody runs any more runs again after the night', async () => {
  const lost = await registered();
  await world.env.client.workflow.getHandle(caseWorkflowId(lost.id)).terminate('lost');
  expect(await statusOf(lost)).toBe('TERMINATED');
  await startSurvey(world.env.client, clock);
  await world.env.sleep('2 days');
  await eventually(async () => ((await statusOf(lost)) === 'RUNNING' ? true : undefined));
  await lost.command('sg-rav', { kind: 'recordMilestone', milestone: 'language_level_reached' });
  expect(await typesOf(lost)).toContain('milestoneRecorded');
});

test('the calendars reach years past the night, however long the installation runs', async () => {
  const lastCovered = async (): Promise<string> =>
    (await rooms.db.calendarRecord.findFirstOrThrow({ orderBy: { coversTo: 'desc' } })).coversTo
      .toISOString()
      .slice(0, 10);
  expect(Number((await lastCovered()).slice(0, 4))).toBeGreaterThanOrEqual(2036);
});

test('a closed case is erased once it is kept no longer, and one that is held is not', async () => {
  const [over, held] = [await registered(), await registered()];
  for (const one of [over, held])
    await one.command('sg-coo', { kind: 'closeCase', outcome: 'dropout' });
  await submit({
    commandId: 'hold',
    caseId: held.id,
    actor: { userId: 'sg-coo', institutionId: 'sg-coo', role: 'coordinator' },
    body: { kind: 'placeLegalHold', reason: 'complaint' },
  });
  expect(await personalRows(over)).toEqual([1, 1, 1]);
  const engineOrigin = new Date(await world.env.currentTimeMs()).toISOString();
  clock = { engineOrigin, domainOrigin: localInstant('2031-03-03', '12:00'), rate: 1 };
  await startSurvey(world.env.client, clock);
  await world.env.sleep('2 days');
  await eventually(async () => ((await personalRows(over))[1] === 0 ? true : undefined));
  expect(await personalRows(over)).toEqual([0, 0, 0]);
  const [last] = (await rooms.events(over.id)).slice(-1);
  expect(last).toMatchObject({ type: 'caseErased', by: { role: 'system' } });
  expect(await personalRows(held)).toEqual([1, 1, 1]);
  expect(await typesOf(held)).not.toContain('caseErased');
  await expect(
    submit({
      commandId: 'again',
      caseId: over.id,
      actor: { userId: 'sg-coo', institutionId: 'sg-coo', role: 'coordinator' },
      body: { kind: 'reopenCase' },
    }),
  ).rejects.toMatchObject({ refusal: { code: 'erased' } });
});
