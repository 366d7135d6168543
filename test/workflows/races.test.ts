/** Two parties at one referral in the same moment, in every order: all see one truth. */
import type { Activities } from '../../activities/index';
import { decide } from '../../domain/case/decide';
import { evolve } from '../../domain/case/evolve';
import type { CaseState } from '../../domain/case/state';
import { findReferral } from '../../domain/case/state';
import { nextFiring } from '../../domain/deadlines/deadline';
import type { CaseEvent, Command, CommandBody } from '../../schemas/index';
import { RefusedError } from '../../workers/submit';
import { caseWorkflowId } from '../../workflows/contract';
import { officer } from '../support/builders';
import { countIn } from './history';
import { closeInTheEnd } from './opened';
import { ownNamespace } from './own-namespace';
import { openRooms } from './real-rooms';
import type { Rooms } from './real-rooms';
import { registration } from './stories';
import { bundleCases, eventually, openWorld, quietTemporal } from './world';
import type { PlayedCase, World } from './world';

const opened = closeInTheEnd();
let rooms: Rooms;
let world: World;

/** Cases whose next step is held up while it is written, with what lets it go on. */
const held = new Map<string, Promise<void>>();
const recordInTurn: Activities['record'] = async (step) => {
  await held.get(step.caseId);
  return rooms.activities.record(step);
};
const hold = (played: PlayedCase): (() => void) => {
  let letGo = (): void => undefined;
  held.set(played.id, new Promise((resolve) => (letGo = resolve)));
  return () => {
    held.delete(played.id);
    letGo();
  };
};

beforeAll(async () => {
  quietTemporal();
  rooms = opened(await openRooms());
  world = opened(
    await openWorld({
      server: await ownNamespace(),
      bundle: await bundleCases(),
      activities: { ...rooms.activities, record: recordInTurn },
      startsOn: '2026-02-02',
      // A restarted worker is given at once what waits for a stopped one.
      cachedCases: 0,
    }),
  );
});

interface Move {
  readonly by: string;
  readonly body: CommandBody;
}
const onFirst = { referralId: 'R1' } as const;
const moves: Readonly<Record<string, Move>> = {
  accept: { by: 'sg-iv', body: { kind: 'acceptReferral', ...onFirst, claimsLead: true } },
  decline: {
    by: 'sg-iv',
    body: {
      kind: 'declineReferral', ...onFirst, reason: 'not_competent', nextOwner: 'sg-sh',
    }, // prettier-ignore
  },
  return: {
    by: 'sg-iv',
    body: { kind: 'requestInformation', ...onFirst, fields: ['workCapacity'] },
  },
  withdraw: {
    by: 'sg-rav',
    body: { kind: 'withdrawReferral', ...onFirst, reason: 'sent_in_error' },
  },
  reassign: { by: 'sg-coo', body: { kind: 'assignLead', institutionId: 'sg-iv' } },
};
const names = Object.keys(moves);
const pairs = names.flatMap((first) =>
  names.filter((second) => second !== first).map((second) => [first, second] as const),
);

const referred = async (): Promise<PlayedCase> => {
  const played = world.play();
  await rooms.keepDossier(played.id);
  await played.command('sg-rav', registration('sg'));
  await played.command('sg-rav', {
    kind: 'confirmVerdict',
    referrals: [{ to: 'sg-iv', purpose: 'work_capacity_assessment' }],
  });
  return played;
};

/** How an office was answered: `taken`, or the code of the refusal. */
const give = async (played: PlayedCase, move: Move, commandId: string): Promise<string> => {
  try {
    await played.command(move.by, move.body, commandId);
    return 'taken';
  } catch (error) {
    if (error instanceof RefusedError) return error.refusal.code;
    throw error;
  }
};

const fold = (id: string, events: readonly CaseEvent[]): CaseState | undefined =>
  events.reduce<CaseState | undefined>((state, event) => evolve(state, event, id), undefined);

/** The recorded state; the position of the read model adds nothing to it. */
const inPostgres = async (id: string): Promise<unknown> =>
  (await rooms.db.caseRecord.findUnique({ where: { id } }))?.state;

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** What stands in the history of the case, in the store and in its own memory is the same. */
const expectOneTruth = async (played: PlayedCase): Promise<CaseState> => {
  const state = await played.state();
  expect(asJson(fold(played.id, await rooms.events(played.id)))).toEqual(asJson(state));
  expect(await inPostgres(played.id)).toEqual(asJson(state));
  const history = await played.history();
  expect(countIn(history, 'WORKFLOW_TASK_FAILED')).toBe(0);
  const { status } = await world.env.client.workflow
    .getHandle(caseWorkflowId(played.id))
    .describe();
  expect(status.name).toBe('RUNNING');
  return state;
};

const settleMs = 300;
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, settleMs));

describe('two offices that act in the same moment', () => {
  const race = async (first: string, second: string) => {
    const played = await referred();
    const before = await played.state();
    return { first, second, played, before };
  };
  type Race = Awaited<ReturnType<typeof race>>;
  const idOf = ({ played }: Race, name: string): string => `${played.id}-${name}`;

  const sendIn = ({ played, ...one }: Race, name: string): Promise<string> =>
    give(played, moves[name]!, idOf({ played, ...one }, name));

  /** What one after the other would have been told, by the rules alone. */
  const inOrder = async (one: Race, order: readonly string[]): Promise<Record<string, string>> => {
    const { canton, policyId, policyVersion } = one.before;
    const on = one.before.changedAt.slice(0, 10);
    const rules = await rooms.activities.loadRules({ canton, policyId, policyVersion, on });
    let state: CaseState | undefined = one.before;
    const told: Record<string, string> = {};
    for (const name of order) {
      const { by, body } = moves[name]!;
      const command: Command = {
        commandId: idOf(one, name),
        caseId: one.played.id,
        actor: officer(by),
        body,
      };
      const outcome = decide(state, command, { now: one.before.changedAt, ...rules });
      told[name] = outcome.ok ? 'taken' : outcome.refusal.code;
      if (outcome.ok) ({ state } = outcome);
    }
    return told;
  };

  /** Both are let in while an earlier step is being written; then each has its turn. */
  const runTogether = async ([first, second]: (typeof pairs)[number]): Promise<void> => {
    const one = await race(first, second);
    const letGo = hold(one.played);
    const earlier = one.played.command('sg-rav', {
      kind: 'recordMilestone',
      milestone: 'language_level_reached',
    });
    await pause();
    const toFirst = sendIn(one, first);
    await pause();
    const toSecond = sendIn(one, second);
    await pause();
    letGo();
    await earlier;
    await expectSerial(one, { [first]: await toFirst, [second]: await toSecond });
  };

  const expectSerial = async (one: Race, told: Record<string, string>): Promise<void> => {
    const serial = [
      await inOrder(one, [one.first, one.second]),
      await inOrder(one, [one.second, one.first]),
    ];
    expect(serial).toContainEqual(told);
    await expectOneTruth(one.played);
    // Who was told that it was taken finds it in the history, and nobody else does.
    const causes = (await rooms.events(one.played.id)).map(({ cause }) => cause);
    for (const name of [one.first, one.second])
      expect(causes.includes(idOf(one, name))).toBe(told[name] === 'taken');
  };

  test.each(names)(
    '%s and every other: answered as if one had come after the other, whoever was first',
    async (name) => {
      for (const pair of pairs.filter(([first]) => first === name)) await runTogether(pair);
    },
  );
});

describe('an office that acts as its referral expires', () => {
  const expired = 'referralExpired';
  /** The day on which an unanswered referral ends. */
  const endOf = (state: CaseState): string =>
    state.deadlines.find(({ key }) => key === 'T_EXPIRY:R1')!.dueAt;

  test.each(names)(
    '%s: it is taken or comes too late, and one end stands',
    async (name) => {
      const played = await referred();
      const at = endOf(await played.state());
      await world.stopWorker();
      const engineOrigin = new Date(await world.env.currentTimeMs()).toISOString();
      const answer = give(played, moves[name]!, `${played.id}-${name}`);
      await played.adjustClock({ engineOrigin, domainOrigin: at, rate: 1 });
      await pause();
      await world.startWorker();
      const told = await answer;
      await eventually(async () => {
        const next = nextFiring((await played.state()).deadlines);
        return next !== undefined && Date.parse(next.at) > Date.parse(at) ? true : undefined;
      });
      const state = await expectOneTruth(played);
      const types = (await rooms.events(played.id)).map(({ type }) => type);
      const ends = types.filter((type) =>
        ['referralAccepted', 'referralDeclined', 'referralWithdrawn', expired].includes(type),
      );
      expect(ends.length).toBeLessThanOrEqual(1);
      const answers = ['accept', 'decline', 'withdraw'];
      if (answers.includes(name)) expect(ends).toHaveLength(1);
      if (ends[0] === expired) expect(findReferral(state, 'R1')?.status).toBe('expired');
      if (told !== 'taken') expect(types).toContain(expired);
    },
    60_000,
  );
});
