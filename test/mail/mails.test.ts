import { localInstant } from '../../domain/deadlines/dates';
import { registration } from '../api/api-on-postgres';
import { languages } from '../../schemas/index';
import type { Delivery } from '../../schemas/index';
import { openNoticeHouse, publicBaseUrl, referredToIv } from './notice-house';
import type { NoticeHouse } from './notice-house';

let house: NoticeHouse;
beforeEach(async () => {
  house = await openNoticeHouse();
});
afterEach(() => house.close());

const at = (on: string, time: string): void => {
  house.time.now = localInstant(on, time);
};
const iv = 'eingang@iv.example.ch';
const toIv = () => house.catcher.mails.filter(({ to }) => to === iv);

const deliveriesOf = async (caseId: string, wish = {}) => {
  const headers = await house.api.bearer(wish);
  const response = await house.api.app.inject({ url: `/v1/cases/${caseId}/deliveries`, headers });
  return response.json<{ items: Delivery[] }>().items;
};

describe('an office that only has a mailbox', () => {
  test.each(languages)(
    'reads in %s what it is asked, by when, and how to answer',
    async (language) => {
      await house.setChannel('sg-iv', { channel: 'mail', mailbox: iv });
      await house.speak('sg-iv', language);
      at('2026-02-02', '10:00');
      const state = await house.tell(referredToIv());
      await house.notify();
      const mail = toIv().find(({ text }) => text.includes('/answer/'));
      expect(mail?.subject).toContain(state.id.slice(0, 8));
      const asked = {
        de: ['Neue Zuweisung', 'Frist: 16.02.2026'],
        fr: ['Nouvelle transmission', 'Délai : 16.02.2026'],
        it: ['Nuovo invio', 'Termine: 16.02.2026'],
        en: ['New referral', 'Due: 16.02.2026'],
      }[language];
      for (const line of asked) expect(mail?.text).toContain(line);
      expect(mail?.text).toContain(`${publicBaseUrl}/#/cases/${state.id}`);
      expect(mail?.text).not.toMatch(/\{\w+\}|mail\.|notice\./);
    },
  );

  test('hears nothing on a Sunday, and on Monday as it opens', async () => {
    await house.setChannel('sg-iv', { channel: 'mail', mailbox: iv });
    at('2026-02-08', '11:00');
    await house.tell(referredToIv());
    await house.notify();
    expect(toIv()).toEqual([]);
    at('2026-02-09', '07:59');
    await house.notify();
    expect(toIv()).toEqual([]);
    at('2026-02-09', '08:00');
    await house.notify();
    expect(toIv().length).toBeGreaterThan(0);
  });

  test('is told of an urgent case at once, whatever the hour', async () => {
    await house.setChannel('sg-iv', { channel: 'mail', mailbox: iv });
    at('2026-02-08', '23:30');
    await house.tell(referredToIv().do('sg-rav', { kind: 'flagUrgent', risk: 'livelihood_lost' }));
    await house.notify();
    expect(toIv().some(({ subject }) => subject.startsWith('Dringend'))).toBe(true);
  });

  test('gets one mail a day for all its cases when it wants that', async () => {
    await house.setChannel('sg-iv', { channel: 'mail', mailbox: iv, digest: 'daily' });
    at('2026-02-02', '10:00');
    const states = [await house.tell(referredToIv()), await house.tell(referredToIv())];
    await house.notify();
    expect(toIv()).toEqual([]);
    at('2026-02-03', '08:00');
    await house.notify();
    expect(toIv()).toHaveLength(1);
    const [mail] = toIv();
    for (const { id } of states) expect(mail?.text).toContain(id);
    expect(mail?.text.match(/\/answer\//g)).toHaveLength(2);
    await house.notify();
    expect(toIv()).toHaveLength(1);
  });
});

describe('a mail that does not arrive', () => {
  test('is tried again while the server says later, and the sender sees it wait', async () => {
    house.refusals.set(iv, 451);
    await house.setChannel('sg-iv', { channel: 'mail', mailbox: iv });
    at('2026-02-02', '10:00');
    const state = await house.tell(referredToIv());
    await house.notify();
    const waiting = (await deliveriesOf(state.id)).filter((one) => one.institutionId === 'sg-iv');
    expect(waiting[0]).toMatchObject({
      state: 'queued',
      error: 'refused',
      channel: 'mail',
      tries: 1,
    });
    house.refusals.clear();
    at('2026-02-02', '10:01');
    await house.notify();
    expect(toIv().length).toBeGreaterThan(0);
    const sent = (await deliveriesOf(state.id)).filter((one) => one.institutionId === 'sg-iv');
    expect(new Set(sent.map((one) => one.state))).toEqual(new Set(['sent']));
  });

  test('is a failure at once when the mailbox is none, until the coordinator sends it again', async () => {
    house.refusals.set(iv, 550);
    await house.setChannel('sg-iv', { channel: 'mail', mailbox: iv });
    at('2026-02-02', '10:00');
    const state = await house.tell(referredToIv());
    await house.notify();
    const seen = (await deliveriesOf(state.id)).filter((one) => one.institutionId === 'sg-iv');
    expect(seen[0]).toMatchObject({ state: 'failed', error: 'mailbox_refused' });

    const coordinator = await house.api.bearer({ institution: 'sg-coo', role: 'coordinator' });
    const list = async (headers: Record<string, string>) =>
      (await house.api.app.inject({ url: '/v1/deliveries?state=failed', headers })).json<{
        items: { id: string }[];
      }>().items;
    const failed = await list(coordinator);
    expect(failed.map(({ id }) => id).sort()).toEqual(seen.map((one) => one.id).sort());
    expect(await list(await house.api.bearer({ institution: 'sg-iv' }))).toEqual(failed);
    expect(await list(await house.api.bearer({ institution: 'sg-sh' }))).toEqual([]);
    expect(
      await list(await house.api.bearer({ institution: 'zh-coo', role: 'coordinator' })),
    ).toEqual([]);

    house.refusals.clear();
    const replay = async (headers: Record<string, string>) =>
      house.api.app.inject({
        method: 'POST',
        url: `/v1/deliveries/${failed[0]!.id}/replay`,
        headers,
      });
    expect((await replay(await house.api.bearer({ institution: 'sg-sh' }))).statusCode).toBe(404);
    expect((await replay(coordinator)).json()).toMatchObject({ state: 'queued', tries: 0 });
    at('2026-02-02', '10:05');
    await house.notify();
    expect(toIv()).toHaveLength(1);
    expect((await replay(coordinator)).json()).toMatchObject({ state: 'sent' });
    await house.notify();
    expect(toIv()).toHaveLength(1);
  });
});

test('the truth about a notice goes from sent to read when its office reads the case', async () => {
  const state = await house.tell(referredToIv());
  const ofIv = async () =>
    (await deliveriesOf(state.id))
      .filter((one) => one.institutionId === 'sg-iv')
      .map((one) => one.state);
  expect(new Set(await ofIv())).toEqual(new Set(['sent']));
  const headers = await house.api.bearer({ institution: 'sg-iv' });
  await house.api.app.inject({ url: `/v1/cases/${state.id}`, headers });
  expect(new Set(await ofIv())).toEqual(new Set(['read']));
  const strangers = await house.api.bearer({ institution: 'sg-bslb' });
  const response = await house.api.app.inject({
    url: `/v1/cases/${state.id}/deliveries`,
    headers: strangers,
  });
  expect(response.statusCode).toBe(404);
});

test('no mail says anything about a person', async () => {
  for (const { id } of [{ id: 'sg-iv' }, { id: 'sg-rav' }, { id: 'sg-coo' }] as const) {
    await house.setChannel(id, { channel: 'mail', mailbox: `${id}@example.ch` });
  }
  at('2026-02-02', '10:00');
  await house.tell(referredToIv().until('2026-04-30'));
  await house.notify();
  const { officialName, firstName, birthDate, vn, phone } = registration.person;
  const marks = [officialName, firstName, birthDate, vn, vn.replaceAll('.', ''), phone];
  expect(house.catcher.mails.length).toBeGreaterThan(5);
  const written = JSON.stringify(house.catcher.mails);
  expect(marks.filter((mark) => written.includes(mark))).toEqual([]);
});
