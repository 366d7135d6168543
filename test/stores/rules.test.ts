import { randomUUID } from 'node:crypto';
import { makeClockStore } from '../../infra/prisma/clock-store';
import { makeDirectoryStore } from '../../infra/prisma/directory-store';
import type { Institution } from '../../infra/prisma/directory-store';
import { makeInboxStore } from '../../infra/prisma/inbox-store';
import { makePolicyStore } from '../../infra/prisma/policy-store';
import { AlreadyPublished } from '../../infra/prisma/published';
import { makeReceiptStore } from '../../infra/prisma/receipt-store';
import { PolicyDocument } from '../../schemas/index';
import type { RunningPolicy } from '../../schemas/index';
import { policy } from '../support/builders';
import { openStoreFile } from './store-file';
import type { StoreFile } from './store-file';

let file: StoreFile;
beforeEach(async () => {
  file = await openStoreFile();
});
afterEach(() => file.close());

const text = { de: 'a', fr: 'b', it: 'c', en: 'd' };
const withoutPlace = ({ canton, coordination, ...running }: RunningPolicy) => running;
const document = (running: object, given: object = {}): PolicyDocument =>
  PolicyDocument.parse({
    running: withoutPlace({ ...policy('sg'), ...running }),
    adoptedBy: [{ canton: 'sg', coordination: 'sg-coo' }],
    title: text,
    validFrom: '2026-01-01',
    knownSince: '2026-01-01',
    source: 'spec',
    partners: [],
    criteria: { otherwise: 'not_admitted' },
    ...given,
  });

describe('the policies of a canton', () => {
  it('are found by the day, and a named version stays what it was', async () => {
    const store = makePolicyStore(file.engine);
    const old = document({ version: '1' }, { validTo: '2026-06-30' });
    const current = document({ version: '2' }, { validFrom: '2026-07-01' });
    for (const one of [old, current]) expect(await store.publishPolicy(one)).toBe('published');
    expect(await store.findPolicy({ canton: 'sg', on: '2026-06-30' })).toEqual(old);
    expect(await store.findPolicy({ canton: 'sg', on: '2026-07-01' })).toEqual(current);
    expect(await store.findPolicy({ canton: 'sg', on: '2025-12-31' })).toBeUndefined();
    expect(await store.findPolicy({ canton: 'zh', on: '2026-07-01' })).toBeUndefined();
    expect(await store.getPolicy('SG-spec', '1')).toEqual(old);
    await expect(store.getPolicy('SG-spec', '3')).rejects.toThrow('not published');
    expect((await store.listPolicies({ canton: 'sg' })).length).toBe(2);
  });

  it('name the policy of cases unless a mandatory referral is asked for by name', async () => {
    const store = makePolicyStore(file.engine);
    const mandatory = document(
      { id: 'SG-a-mandatory', model: 'mandatory_referral' },
      { validFrom: '2026-02-01' },
    );
    const cases = document({ id: 'SG-cases' });
    await store.publishPolicy(mandatory);
    await store.publishPolicy(cases);
    const on = '2026-03-01';
    expect((await store.findPolicy({ canton: 'sg', on }))?.running.id).toBe('SG-cases');
    const named = await store.findPolicy({ canton: 'sg', on, policyId: 'SG-a-mandatory' });
    expect(named?.running.id).toBe('SG-a-mandatory');
  });

  it('are as they were known on a day: a version published later replaces days gone by', async () => {
    const store = makePolicyStore(file.engine);
    const first = document({ version: '1' });
    const backdated = document(
      { version: '2' },
      { validFrom: '2026-02-01', validTo: '2026-03-31', knownSince: '2026-05-04' },
    );
    await store.publishPolicy(backdated);
    await store.publishPolicy(first);
    const versionOn = async (on: string, knownOn?: string): Promise<string | undefined> =>
      (await store.findPolicy({ canton: 'sg', on, knownOn }))?.running.version;
    expect(await versionOn('2026-03-01')).toBe('2');
    expect(await versionOn('2026-03-01', '2026-05-03')).toBe('1');
    expect(await versionOn('2026-03-01', '2026-05-04')).toBe('2');
    expect(await versionOn('2026-04-01')).toBe('1');
    expect(await versionOn('2026-03-01', '2025-12-31')).toBeUndefined();
  });

  it('are those of another policy once the canton goes over to it, or leaves the first', async () => {
    const store = makePolicyStore(file.engine);
    const named = async (): Promise<string | undefined> => {
      const found = await store.findPolicy({ canton: 'sg', on: '2026-03-01' });
      return found && `${found.running.id} ${found.running.version}`;
    };
    await store.publishPolicy(document({ id: 'SG-b' }, { knownSince: '2026-01-05' }));
    await store.publishPolicy(document({ id: 'SG-a' }));
    expect(await named()).toBe('SG-b 1');
    const left = { adoptedBy: [{ canton: 'so', coordination: 'so-coo' }] };
    await store.publishPolicy(
      document({ id: 'SG-b', version: '2' }, { knownSince: '2026-01-06', ...left }),
    );
    expect(await named()).toBe('SG-a 1');
  });

  it('tell the duties of a canton beside the policy of its cases', async () => {
    const store = makePolicyStore(file.engine);
    await store.publishPolicy(document({ id: 'SG-duty', model: 'mandatory_referral' }));
    await store.publishPolicy(document({ id: 'SG-cases' }));
    const duties = await store.findDuties({ canton: 'sg', on: '2026-03-01' });
    expect(duties.map(({ running }) => running.id)).toEqual(['SG-duty']);
    expect(await store.findDuties({ canton: 'zh', on: '2026-03-01' })).toEqual([]);
  });

  it('can be published again as they are, never changed under the same version', async () => {
    const store = makePolicyStore(file.engine);
    await store.publishPolicy(document({}));
    expect(await store.publishPolicy(document({}))).toBe('unchanged');
    const changed = store.publishPolicy(document({ reopenMonths: 24 }));
    await expect(changed).rejects.toThrow(AlreadyPublished);
  });
});

describe('what an installation remembers beside its cases', () => {
  it('gives the clock on the wall until somebody bends it', async () => {
    const store = makeClockStore(file.engine);
    const identity = await store.getClock();
    expect(identity.engineOrigin).toBe(identity.domainOrigin);
    expect(identity.rate).toBe(1);
    const bent = {
      engineOrigin: '2026-11-25T08:00:00.000Z',
      domainOrigin: '2026-02-02T08:00:00.000Z',
      rate: 1440,
    };
    await store.setClock(bent);
    await store.setClock(bent);
    expect(await store.getClock()).toEqual(bent);
  });

  it('tells an office that repeats its request from one that uses the key for something else', async () => {
    const store = makeReceiptStore(file.engine);
    const [command, caseId] = ['c-1', randomUUID()];
    const claims = await Promise.all([1, 2, 3].map(() => store.claim(command, caseId, 'hash')));
    expect(claims.sort()).toEqual(['new', 'same', 'same']);
    expect(await store.claim(command, caseId, 'other')).toBe('different');
    expect(await store.claim(command, randomUUID(), 'hash')).toBe('different');
  });

  it('knows which event of which office it has dealt with', async () => {
    const store = makeInboxStore(file.engine);
    await store.remember('sg-rav', 'e-1', 'taken');
    await store.remember('sg-rav', 'e-1', 'not_found');
    expect(await store.seen('sg-rav', 'e-1')).toBe(true);
    expect(await store.seen('sg-sh', 'e-1')).toBe(false);
  });

  it('keeps the directory of the offices', async () => {
    const store = makeDirectoryStore(file.engine);
    const office: Institution = {
      id: 'sg-rav',
      name: text,
      kind: 'rav',
      canton: 'sg',
      language: 'de',
      channel: 'kafka',
      contacts: [{ userId: 'u-1', role: 'contact', absentFrom: '2026-07-01' }],
    };
    await store.upsertInstitution({ ...office, channel: 'mail' });
    await store.upsertInstitution(office);
    expect(await store.getInstitution('sg-rav')).toEqual(office);
    expect(await store.findInstitution('sg-sh')).toBeUndefined();
    await expect(store.getInstitution('sg-sh')).rejects.toThrow('not in the directory');
    expect(await store.listInstitutions({ canton: 'sg' })).toEqual([office]);
    expect(await store.listInstitutions({ canton: 'zh' })).toEqual([]);
  });
});
