import { randomUUID } from 'node:crypto';
import { localDate } from '../../domain/deadlines/dates';
import { loadKeyring } from '../../infra/crypto/keyring';
import { loadPolicies } from '../../infra/policies';
import { makeDossierStore } from '../../infra/prisma/dossier-store';
import { makePolicyStore } from '../../infra/prisma/policy-store';
import type { CaseId } from '../../schemas/index';
import { engine, officer } from '../support/builders';
import { timeSkippingServerPath } from '../support/engines';
import type { CommandAnswer } from '../../workflows/contract';
import { dossierOf } from './facts';
import { mostTimersAtOnce } from './history';
import { closeInTheEnd } from './opened';
import { openRooms } from './real-rooms';
import type { Rooms } from './real-rooms';
import { dossierRef, registration } from './stories';
import { bundleCases, eventually, openWorld, quietTemporal } from './world';
import type { PlayedCase, World } from './world';

const confirm = { kind: 'confirmVerdict', referrals: [] as never[] } as const;
const opened = closeInTheEnd();
let rooms: Rooms;
let world: World;

beforeAll(async () => {
  quietTemporal();
  rooms = opened(await openRooms());
  world = opened(
    await openWorld({
      server: { path: timeSkippingServerPath() },
      bundle: await bundleCases(),
      activities: rooms.activities,
      startsOn: '2026-02-02',
    }),
  );
});

/** Keeps the dossier of somebody born on a day, who is Amara in everything else. */
const keepDossierOf = (caseId: CaseId, birthDate: string): Promise<void> => {
  const { person, facts } = dossierOf('sg');
  return makeDossierStore(rooms.db, loadKeyring(rooms.masterKeyFile)).putDossier({
    caseId,
    ref: dossierRef,
    canton: 'sg',
    dossier: { person: { ...person, birthDate }, facts },
    by: officer('sg-rav'),
  });
};

const dueOn = async (played: PlayedCase, kind: string): Promise<string | undefined> => {
  const found = (await played.state()).deadlines.find((deadline) => deadline.kind === kind);
  return found && localDate(found.dueAt);
};

describe('the canton changes its rules while a case runs', () => {
  let played: PlayedCase;
  const adopt = (commandId: string): Promise<CommandAnswer> =>
    world.submit({ caseId: played.id, commandId, actor: engine, body: { kind: 'adoptRules' } });

  test('the case goes on under the new ones once, whoever asks how often', async () => {
    played = world.play();
    await rooms.keepDossier(played.id);
    await played.command('sg-rav', registration('sg'));
    expect(await dueOn(played, 'T_CRIT')).toBe('2026-02-09');
    await expect(adopt(randomUUID())).rejects.toMatchObject({
      refusal: { code: 'rules_unchanged' },
    });
    const old = loadPolicies().find(({ running }) => running.id === 'SG-regelstruktur')!;
    const terms = { ...old.running.terms, T_CRIT: { BD: 8 }, T_CLOSE: { BD: 3 } };
    const running = { ...old.running, version: 'next', terms };
    await makePolicyStore(rooms.db).publishPolicy({ ...old, running });

    const commandId = randomUUID();
    const answer = await adopt(commandId);
    expect(await adopt(commandId)).toEqual(answer);
    await expect(adopt(randomUUID())).rejects.toMatchObject({
      refusal: { code: 'rules_unchanged' },
    });
    expect(await played.state()).toMatchObject({ policyVersion: 'next' });
    expect(await dueOn(played, 'T_CRIT')).toBe('2026-02-12');
    const types = (await rooms.events(played.id)).map(({ type }) => type);
    expect(types.filter((type) => type === 'rulesAdopted')).toHaveLength(1);
    // The policy is another one: the criteria were asked again.
    expect(types.filter((type) => type === 'verdictProposed')).toHaveLength(2);
  });

  test('what begins afterwards is counted by the new ones', async () => {
    await played.command('sg-rav', { ...confirm, outcome: 'not_admitted', reason: 'hardship' });
    expect(await dueOn(played, 'T_CLOSE')).toBe('2026-02-05');
    expect(mostTimersAtOnce(await played.history())).toBe(1);
  });
});

describe('somebody too young for the case work', () => {
  test('is asked about again in the month after the sixteenth birthday, without anybody telling', async () => {
    const played = world.play();
    await keepDossierOf(played.id, '2010-03-10');
    await played.command('sg-rav', registration('sg'));
    await played.command('sg-rav', confirm);
    expect(await played.state()).toMatchObject({
      status: 'not_admitted',
      confirmed: 'redirected',
      verdict: { outcome: 'redirected', reviewOn: '2026-04-01' },
    });

    await played.goTo('2026-04-01', '16:00');
    expect((await played.state()).status).toBe('not_admitted');
    await played.goTo('2026-04-02');
    const state = await eventually(async () => {
      const now = await played.state();
      return now.status === 'criteria_check' ? now : undefined;
    });
    expect(state.verdict).toMatchObject({ outcome: 'admitted' });
    expect(state.deadlines.map(({ kind }) => kind)).toContain('T_CRIT');
    const verdicts = await rooms.db.verdictRecord.findMany({ where: { caseId: played.id } });
    expect(verdicts).toHaveLength(2);
    expect(mostTimersAtOnce(await played.history())).toBe(1);
  });
});
