import { makeUndeliveredStore } from '../../infra/prisma/undelivered-store';
import { refused } from '../../infra/temporal/refusals';
import type { Command } from '../../schemas/index';
import { tellCases } from '../../workers/notifier/tell-cases';
import type { TellParts } from '../../workers/notifier/tell-cases';
import { openNoticeHouse, referredToIv } from './notice-house';
import type { NoticeHouse } from './notice-house';

let house: NoticeHouse;
let told: Command[];
let parts: TellParts;

beforeEach(async () => {
  house = await openNoticeHouse();
  told = [];
  parts = {
    undelivered: makeUndeliveredStore(house.api.db),
    submit: async (command) => {
      told.push(command);
      return { commandId: command.commandId, version: 1, status: 'admitted' };
    },
    log: house.parts.log,
  };
});
afterEach(() => house.close());

/** The mailbox of the disability insurance is none. */
async function failedCase(): Promise<string> {
  await house.setChannel('sg-iv', { channel: 'mail', mailbox: 'weg@iv.example.ch' });
  house.refusals.set('weg@iv.example.ch', 550);
  const { id } = await house.tell(referredToIv());
  house.time.now = '2099-01-05T09:00:00.000Z';
  await house.notify();
  return id;
}

describe('a notice that did not arrive', () => {
  it('is told to its case once, with whom it was for and why', async () => {
    const caseId = await failedCase();
    const failures = await tellCases(parts);
    expect(failures).toBeGreaterThan(0);
    expect(told.map(({ body }) => body)).toContainEqual({
      kind: 'noteUndelivered',
      to: 'sg-iv',
      notice: 'ch.relais.referral.sent.v1',
      error: 'mailbox_refused',
      about: 'R1',
    });
    expect(told.every((one) => one.caseId === caseId && one.actor.role === 'system')).toBe(true);
    expect(await tellCases(parts)).toBe(0);
    expect(told).toHaveLength(failures);
  });

  it('is told again, as another failure, when it was sent again in vain', async () => {
    const caseId = await failedCase();
    await tellCases(parts);
    const before = told.length;
    const coordinator = await house.api.bearer({ institution: 'sg-coo', role: 'coordinator' });
    const list = await house.api.app.inject({
      url: `/v1/cases/${caseId}/deliveries`,
      headers: coordinator,
    });
    const failed = list
      .json<{ items: { id: string; state: string }[] }>()
      .items.filter(({ state }) => state === 'failed');
    await house.api.app.inject({
      method: 'POST',
      url: `/v1/deliveries/${failed[0]!.id}/replay`,
      headers: coordinator,
    });
    await house.notify();
    expect(await tellCases(parts)).toBe(1);
    expect(new Set(told.map(({ commandId }) => commandId)).size).toBe(before + 1);
  });

  it('waits for its case while the case engine is away', async () => {
    await failedCase();
    const away = { ...parts, submit: () => Promise.reject(refused('engine_unavailable')) };
    expect(await tellCases(away)).toBe(0);
    expect(await tellCases(parts)).toBeGreaterThan(0);
  });

  it('is not told to a case that takes nothing more', async () => {
    await failedCase();
    const over = { ...parts, submit: () => Promise.reject(refused('not_found')) };
    expect(await tellCases(over)).toBeGreaterThan(0);
    expect(await tellCases(parts)).toBe(0);
  });
});
