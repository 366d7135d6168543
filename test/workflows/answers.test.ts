import { randomUUID } from 'node:crypto';
import type { CommandBody } from '../../schemas/index';
import { RefusedError } from '../../workers/submit';
import { caseWorkflowId } from '../../workflows/contract';
import { countIn, typesIn } from './history';
import { ownNamespace } from './own-namespace';
import { closeInTheEnd } from './opened';
import { openRooms } from './real-rooms';
import type { Rooms } from './real-rooms';
import { registration } from './stories';
import { bundleCases, eventually, openWorld, quietTemporal } from './world';
import type { PlayedCase, World } from './world';

const opened = closeInTheEnd();
let rooms: Rooms;
let world: World;

beforeAll(async () => {
  quietTemporal();
  rooms = opened(await openRooms());
  world = opened(
    await openWorld({
      server: await ownNamespace(),
      bundle: await bundleCases(),
      activities: rooms.activities,
      startsOn: '2026-02-02',
      // Nothing is kept warm: every task replays the whole case, and whatever is waiting for a stopped
      // worker is given to the next one at once.
      cachedCases: 0,
    }),
  );
});

const newCase = async (): Promise<PlayedCase> => {
  const played = world.play();
  await rooms.keepDossier(played.id);
  await played.command('sg-rav', registration('sg'));
  return played;
};
const referred = async (): Promise<PlayedCase> => {
  const played = await newCase();
  await played.command('sg-rav', {
    kind: 'confirmVerdict',
    referrals: [{ to: 'sg-iv', purpose: 'work_capacity_assessment' }],
  });
  return played;
};
const acceptance: CommandBody = { kind: 'acceptReferral', referralId: 'R1', claimsLead: false };
const withdrawal: CommandBody = {
  kind: 'withdrawReferral',
  referralId: 'R1',
  reason: 'sent_in_error',
};
const codeOf = (error: unknown): string =>
  error instanceof RefusedError ? error.refusal.code : String(error);
const versionInPostgres = async (id: string): Promise<number | undefined> =>
  (await rooms.db.caseRecord.findUnique({ where: { id } }))?.version;

describe('the same command sent twice', () => {
  test('is answered the same and carried out once', async () => {
    const played = await newCase();
    const commandId = randomUUID();
    const body: CommandBody = { kind: 'recordMilestone', milestone: 'language_level_reached' };
    const [first, second] = await Promise.all([
      played.command('sg-rav', body, commandId),
      played.command('sg-rav', body, commandId),
    ]);
    const third = await played.command('sg-rav', body, commandId);
    expect(second).toEqual(first);
    expect(third).toEqual(first);
    const caused = (await rooms.events(played.id)).filter((event) => event.cause === commandId);
    expect(caused.map((event) => event.type)).toEqual(['milestoneRecorded']);
  });

  test('a registration sent twice is one case', async () => {
    const id = randomUUID();
    await rooms.keepDossier(id);
    const commandId = randomUUID();
    const played = world.play(id);
    const [first, second] = await Promise.all([
      played.command('sg-rav', registration('sg'), commandId),
      played.command('sg-rav', registration('sg'), commandId),
    ]);
    expect(second).toEqual(first);
    const types = (await rooms.events(id)).map((event) => event.type);
    expect(types.filter((type) => type === 'caseRegistered')).toHaveLength(1);
  });
});

describe('a registration that is refused', () => {
  test.each([
    { how: 'in a canton without a policy', by: 'ti-rav', in: 'ti', code: 'unknown_policy' },
    { how: 'by an office of another canton', by: 'zh-coo', in: 'sg', code: 'not_permitted' },
  ] as const)('$how leaves no case and no workflow waiting', async (told) => {
    const played = world.play();
    await rooms.keepDossier(played.id);
    const answer = played.command(told.by, registration(told.in)).catch(codeOf);
    await expect(answer).resolves.toBe(told.code);
    await world.env.client.workflow.getHandle(caseWorkflowId(played.id)).result();
    expect(typesIn(await played.history()).at(-1)).toBe('WORKFLOW_EXECUTION_COMPLETED');
    expect(await versionInPostgres(played.id)).toBeUndefined();
    expect(await rooms.events(played.id)).toEqual([]);
  });
});

describe('two offices that act on one referral at the same moment', () => {
  /** Both commands lie at the server before anybody looks at them. */
  const atOnce = async (played: PlayedCase, second: { by: string; body: CommandBody }) => {
    await world.stopWorker();
    const accepted = played.command('sg-iv', acceptance).catch(codeOf);
    const other = played.command(second.by, second.body).catch(codeOf);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await world.startWorker();
    return Promise.all([accepted, other]);
  };

  test('accepting and withdrawing: one is carried out, the other learns why it was not', async () => {
    const played = await referred();
    const answers = await atOnce(played, { by: 'sg-rav', body: withdrawal });
    const refused = answers.filter((answer) => answer === 'not_allowed_in_this_state');
    expect(refused).toHaveLength(1);
    const types = (await rooms.events(played.id)).map((event) => event.type);
    const truths = types.filter((t) => t === 'referralAccepted' || t === 'referralWithdrawn');
    expect(truths).toHaveLength(1);
    const state = await played.state();
    expect(state.referrals[0]?.status).toBe(
      truths[0] === 'referralAccepted' ? 'accepted' : 'withdrawn',
    );
  });

  test('who was let in and then refused fails alone: the case lives on', async () => {
    const played = await referred();
    await atOnce(played, { by: 'sg-rav', body: withdrawal });
    const history = await played.history();
    // Let in: accepted by the validator, then weighed again when its turn came.
    expect(countIn(history, 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED')).toBe(
      countIn(history, 'WORKFLOW_EXECUTION_UPDATE_COMPLETED'),
    );
    const { status } = await world.env.client.workflow
      .getHandle(caseWorkflowId(played.id))
      .describe();
    expect(status.name).toBe('RUNNING');
    await played.command('sg-rav', {
      kind: 'recordMilestone',
      milestone: 'language_level_reached',
    });
    await eventually(async () => {
      const events = await rooms.events(played.id);
      return events.some((event) => event.type === 'milestoneRecorded') ? true : undefined;
    });
  });
});
