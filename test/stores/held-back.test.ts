import type { OutgoingRecord } from '../../infra/kafka/records';
import { makeCaseStore } from '../../infra/prisma/case-store';
import { makeOutboxStore } from '../../infra/prisma/outbox-store';
import type { CaseState } from '../../domain/case/state';
import { relayBatch } from '../../workers/relay/relay-batch';
import type { RelayParts } from '../../workers/relay/relay-batch';
import { silentLog } from '../kafka/topic-reader';
import { newCase, notice, referral, stepTo } from './steps';
import { openStoreFile } from './store-file';
import type { StoreFile } from './store-file';

let file: StoreFile;
beforeEach(async () => {
  file = await openStoreFile();
});
afterEach(() => file.close());

/** Writes a case whose referral R1 to the disability insurance is on its way, and relays. */
const relay = async (given: Partial<CaseState>, now = '2026-02-03T08:00:00.000Z') => {
  const state = newCase(given);
  const about = { referralId: 'R1', type: 'ch.relais.referral.sent.v1' };
  const notices = [
    { ...notice('sg-iv', 1), ...about },
    { ...notice('sg-coo', 1), ...about },
    { ...notice('sg-iv', 1), referralId: 'R1', type: 'ch.relais.referral.recalled.v1' },
  ];
  await makeCaseStore(file.engine).record(stepTo(state, { notices }));
  const left: string[] = [];
  const publisher: RelayParts['publisher'] = {
    publish: async (records: readonly OutgoingRecord[]) => {
      left.push(...records.map(({ topic }) => topic).filter((topic) => topic.includes('sg-')));
      return [];
    },
    isAnswered: async () => true,
  };
  const outbox = makeOutboxStore(file.engine);
  const publicBaseUrl = 'http://relais.test';
  await relayBatch({ outbox, publisher, publicBaseUrl, now: async () => now, log: silentLog });
  const parked = await file.engine.outboxRecord.findMany({ where: { parkedAt: { not: null } } });
  return {
    left,
    parked: parked.map(({ institutionId, parkReason }) => [institutionId, parkReason]),
  };
};
const withConsent = (more: object = {}): Partial<CaseState> => ({
  referrals: [referral('sg-iv')],
  circumstances: {
    consent: { status: 'given', recipients: ['iv'], fieldGroups: ['identity'], ...more },
  },
});

describe('a referral that has not left yet when the consent goes', () => {
  it('leaves as long as the consent lives', async () => {
    const { left, parked } = await relay(withConsent());
    expect(left).toHaveLength(3);
    expect(parked).toEqual([]);
  });

  it('is held back with the reason; the others of the case go on', async () => {
    const { left, parked } = await relay({
      ...withConsent({ status: 'withdrawn' }),
      consentSuspended: true,
      referrals: [referral('sg-iv', { suspended: true })],
    });
    expect(parked).toEqual([['sg-iv', 'held back: consent_withdrawn']]);
    expect(left).toHaveLength(2);
  });

  it('is held back when the consent ran out meanwhile, by the clock of the cases', async () => {
    const given = withConsent({ expiresOn: '2026-02-02' });
    expect((await relay(given)).parked).toEqual([['sg-iv', 'held back: consent_missing']]);
  });

  it('leaves by law, whatever became of the consent', async () => {
    const lawful = referral('sg-iv');
    const grant = { ...lawful.grant!, basis: 'AVG35a-1bis', needsConsent: false };
    const { parked } = await relay({
      consentSuspended: true,
      referrals: [referral('sg-iv', { grant })],
    });
    expect(parked).toEqual([]);
  });
});
