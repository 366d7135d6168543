import { randomUUID } from 'node:crypto';
import { makeCalendarStore } from '../../infra/prisma/calendar-store';
import { makeClockStore } from '../../infra/prisma/clock-store';
import { makeDirectoryStore } from '../../infra/prisma/directory-store';
import type { Institution } from '../../infra/prisma/directory-store';
import { makeInboxStore } from '../../infra/prisma/inbox-store';
import { makePolicyStore } from '../../infra/prisma/policy-store';
import { AlreadyPublished } from '../../infra/prisma/published';
import { makeReceiptStore } from '../../infra/prisma/receipt-store';
import { PolicyDocument } from '../../schemas/index';
import { calendar, policy } from '../support/builders';
import { openStoreFile } from './store-file';
import type { StoreFile } from './store-file';

let file: StoreFile;
beforeEach(async () => {
  file = await openStoreFile();
});
afterEach(() => file.close());

const text = { de: 'a', fr: 'b', it: 'c', en: 'd' };
const document = (running: object, given: object = {}): PolicyDocument =>
  PolicyDocument.parse({
    running: policy('sg', running),
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

  it('can be published again as they are, never changed under the same version', async () => {
    const store = makePolicyStore(file.engine);
    await store.publishPolicy(document({}));
    expect(await store.publishPolicy(document({}))).toBe('unchanged');
    const changed = store.publishPolicy(document({ reopenMonths: 24 }));
    await expect(changed).rejects.toThrow(AlreadyPublished);
  });
});

describe('the calendar of a canton', () => {
  it('is the one published last that covers the day', async () => {
    const store = makeCalendarStore(file.engine);
    const first = calendar('sg');
    const second = { ...first, version: 'corrected', closedOn: first.closedOn.slice(1) };
    await store.publishCalendar(first);
    expect(await store.publishCalendar(first)).toBe('unchanged');
    expect(await store.publishCalendar(second)).toBe('published');
    expect(await store.getCalendar('sg', '2026-02-02T08:00:00.000Z')).toEqual(second);
    // The correction is taken back.
    await store.publishCalendar(first);
    expect(await store.getCalendar('sg', '2026-02-02')).toEqual(first);
    await expect(store.getCalendar('sg', '2031-01-01')).rejects.toThrow('no calendar');
    const changed = store.publishCalendar({ ...first, closedOn: [] });
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
