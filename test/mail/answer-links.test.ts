import { makeClockStore } from '../../infra/prisma/clock-store';
import { refused } from '../../infra/temporal/refusals';
import { localInstant } from '../../domain/deadlines/dates';
import { registration } from '../api/api-on-postgres';
import { openNoticeHouse, publicBaseUrl, referredToIv } from './notice-house';
import type { NoticeHouse } from './notice-house';

let house: NoticeHouse;
const iv = 'eingang@iv.example.ch';

/** Sets the clock on the wall of the cases; it runs on from there. */
const setTime = (on: string): Promise<void> =>
  makeClockStore(house.api.db).setClock({
    engineOrigin: new Date().toISOString(),
    domainOrigin: localInstant(on, '10:00'),
    rate: 1,
  });

beforeEach(async () => {
  house = await openNoticeHouse();
  await house.setChannel('sg-iv', { channel: 'mail', mailbox: iv });
  await setTime('2026-02-02');
  house.api.answerWith(async ({ commandId }) => ({ commandId, version: 9, status: 'admitted' }));
});
afterEach(() => house.close());

/** The path in the mail about a new referral. */
const unopenedLink = async (): Promise<string> => {
  cookie = '';
  await house.tell(referredToIv());
  await house.notify();
  const mail = house.catcher.mails.find(({ to, text }) => to === iv && text.includes('/answer/'));
  const [found = ''] = new RegExp(`${publicBaseUrl}/answer/\\S+`).exec(mail?.text ?? '') ?? [];
  return found.slice(publicBaseUrl.length);
};

/** What the browser of the contact keeps. */
let cookie = '';

/** The same link, opened in the browser of the contact. */
const linkInMail = async (): Promise<string> => {
  const url = await unopenedLink();
  const opened = await post(url, { kind: 'open' });
  expect(opened.statusCode).toBe(200);
  cookie = String(opened.headers['set-cookie']).split(';')[0] ?? '';
  return url;
};

const get = (url: string, headers = {}) =>
  house.api.app.inject({ url, headers: { cookie, ...headers } });
const post = (url: string, form: Record<string, string> | [string, string][]) =>
  house.api.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie },
    payload: new URLSearchParams(form).toString(),
  });

describe('a contact without an account', () => {
  test('reads on a plain page what is asked, in the language of the office, and no person', async () => {
    const url = await linkInMail();
    const page = await get(url, { 'accept-language': 'en' });
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['content-security-policy']).toContain("form-action 'self'");
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.body).toContain('<html lang="de">');
    expect(page.body).toContain('Zuständigkeit klären');
    expect(page.body).not.toContain('<script');
    const marks = Object.values(registration.person);
    expect(marks.filter((mark) => page.body.includes(mark))).toEqual([]);
    expect((await get(url)).statusCode).toBe(200);
    expect(house.api.sent).toEqual([]);
  });

  test('accepts, in the name of the office and as the link it was', async () => {
    const url = await linkInMail();
    const done = await post(url, { kind: 'acceptReferral' });
    expect([done.statusCode, done.body.includes('Danke')]).toEqual([200, true]);
    expect(house.api.sent).toHaveLength(1);
    expect(house.api.sent[0]).toMatchObject({
      actor: { institutionId: 'sg-iv', role: 'contact', userId: expect.stringMatching(/^link:/) },
      body: { kind: 'acceptReferral', referralId: 'R1' },
    });
  });

  test('declines with a reason and who should act instead, and not without', async () => {
    const url = await linkInMail();
    const page = await get(url);
    expect(page.body).toContain('value="not_competent"');
    expect(page.body).toContain('value="sg-sh"');
    expect(page.body).not.toContain('value="sg-iv"');
    const half = await post(url, {
      kind: 'declineReferral',
      reason: 'not_competent',
      nextOwner: '',
    });
    expect([half.statusCode, half.body.includes('role="alert"')]).toEqual([422, true]);
    expect(house.api.sent).toEqual([]);
    const form = {
      kind: 'declineReferral',
      reason: 'not_competent',
      nextOwner: 'sg-sh',
      until: '',
    };
    expect((await post(url, form)).statusCode).toBe(200);
    expect(house.api.sent[0]?.body).toEqual({
      kind: 'declineReferral',
      referralId: 'R1',
      reason: 'not_competent',
      nextOwner: 'sg-sh',
    });
  });

  test('asks for what is missing, by name', async () => {
    const url = await linkInMail();
    const form: [string, string][] = [
      ['kind', 'requestInformation'],
      ['fields', 'permit'],
      ['fields', 'workCapacity'],
      ['fields', 'officialName'],
    ];
    expect((await post(url, form)).statusCode).toBe(200);
    expect(house.api.sent[0]?.body).toMatchObject({ fields: ['permit', 'workCapacity'] });
  });

  test('who says that it arrived can still answer, with the link on that page', async () => {
    const url = await linkInMail();
    const done = await post(url, { kind: 'acknowledgeReferral' });
    const next = /href="(\/answer\/[^"]+)"/.exec(done.body)?.[1] ?? '';
    expect(next).not.toBe(url);
    expect((await post(url, { kind: 'acceptReferral' })).statusCode).toBe(410);
    expect((await post(next, { kind: 'acceptReferral' })).statusCode).toBe(200);
    expect(house.api.sent.map(({ body }) => body.kind)).toEqual([
      'acknowledgeReferral',
      'acceptReferral',
    ]);
  });

  test('gives no other command than an answer to this referral', async () => {
    const url = await linkInMail();
    for (const kind of ['closeCase', 'withdrawConsent', 'completeReferral', '']) {
      expect((await post(url, { kind, outcome: 'dropout' })).statusCode).toBe(422);
    }
    expect((await post(url, { kind: 'acceptReferral', referralId: 'R2' })).statusCode).toBe(200);
    expect(house.api.sent[0]?.body).toMatchObject({ referralId: 'R1' });
  });

  test('keeps the link when the case refuses or can not be reached, and repeats under one id', async () => {
    const url = await linkInMail();
    house.api.answerWith(() => Promise.reject(refused('engine_unavailable')));
    expect((await post(url, { kind: 'acceptReferral' })).statusCode).toBe(503);
    house.api.answerWith(() => Promise.reject(refused('case_paused')));
    const paused = await post(url, { kind: 'acceptReferral' });
    expect([paused.statusCode, paused.body.includes('role="alert"')]).toEqual([409, true]);
    house.api.answerWith(async ({ commandId }) => ({ commandId, version: 9, status: 'admitted' }));
    expect((await post(url, { kind: 'acceptReferral' })).statusCode).toBe(200);
    expect(new Set(house.api.sent.map(({ commandId }) => commandId)).size).toBe(1);
  });
});

describe('a signed link', () => {
  test('that was passed on after it was opened is refused elsewhere, and still holds where it was', async () => {
    const url = await linkInMail();
    const own = cookie;
    for (const other of ['', `relais_answer=${'A'.repeat(43)}`]) {
      cookie = other;
      const answers = [await get(url), await post(url, { kind: 'open' })];
      answers.push(await post(url, { kind: 'acceptReferral' }));
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403]);
      expect(answers[0]?.body).toContain('anderen Browser');
    }
    expect(house.api.sent).toEqual([]);
    cookie = own;
    expect((await post(url, { kind: 'acceptReferral' })).statusCode).toBe(200);
    expect(house.api.sent).toHaveLength(1);
  });

  test('that only a mail scanner followed is still there for its reader, and answers nothing unopened', async () => {
    const url = await unopenedLink();
    const seen = [await get(url), await get(url)];
    expect(seen.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect(seen[0]?.headers['set-cookie']).toBeUndefined();
    expect(seen[0]?.body).toContain('value="open"');
    expect((await post(url, { kind: 'acceptReferral' })).statusCode).toBe(409);
    expect(house.api.sent).toEqual([]);
    const opened = await post(url, { kind: 'open' });
    expect([opened.statusCode, opened.body.includes('value="acceptReferral"')]).toEqual([
      200,
      true,
    ]);
    expect(String(opened.headers['set-cookie'])).toMatch(/; HttpOnly; SameSite=Lax/);
  });

  test('that was used does not answer again', async () => {
    const url = await linkInMail();
    await post(url, { kind: 'acceptReferral' });
    const [again, seen] = [await post(url, { kind: 'acceptReferral' }), await get(url)];
    expect([again.statusCode, seen.statusCode]).toEqual([410, 410]);
    expect(seen.body).toContain('schon geantwortet');
    expect(house.api.sent).toHaveLength(1);
  });

  test('that is too old says so', async () => {
    const url = await linkInMail();
    await setTime('2026-02-17');
    const page = await get(url);
    expect([page.statusCode, page.body.includes('abgelaufen')]).toEqual([410, true]);
    expect((await post(url, { kind: 'acceptReferral' })).statusCode).toBe(410);
    expect(house.api.sent).toEqual([]);
  });

  test('with one letter changed anywhere is none', async () => {
    const url = await linkInMail();
    const start = '/answer/'.length;
    const places = [start, start + 21, start + 23, url.length - 1];
    const signs = ['A', 'B', 'C', 'Q', 'g', 'w'];
    const altered = places.flatMap((at) =>
      signs
        .filter((sign) => sign !== url[at])
        .map((sign) => `${url.slice(0, at)}${sign}${url.slice(at + 1)}`),
    );
    const statuses = [];
    for (const one of altered) statuses.push((await get(one)).statusCode);
    expect(new Set(statuses)).toEqual(new Set([403]));
    expect((await get(`${url}A`)).statusCode).toBe(403);
  });

  test('does not pass to another office, however the row behind it is changed', async () => {
    const url = await linkInMail();
    await house.api.db.$executeRaw`UPDATE answer_links SET institution_id = 'sg-bslb'`;
    expect((await get(url)).statusCode).toBe(403);
    await house.api.db.$executeRaw`UPDATE answer_links SET institution_id = 'sg-iv'`;
    expect((await get(url)).statusCode).toBe(200);
    await house.api.db
      .$executeRaw`UPDATE answer_links SET expires_at = expires_at + interval '1 year'`;
    expect((await get(url)).statusCode).toBe(403);
  });

  test('to a referral that is answered has nothing left to do', async () => {
    const url = await linkInMail();
    await house.api.db.$executeRaw`
      UPDATE cases SET state = jsonb_set(state, '{referrals,0,status}', '"withdrawn"')`;
    expect((await get(url)).statusCode).toBe(410);
  });

  test('is not found by trying: whoever tries is stopped', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 35; count += 1) {
      const token = `${String(count).padStart(22, 'A')}.${'A'.repeat(43)}`;
      statuses.push((await get(`/answer/${token}`)).statusCode);
    }
    expect([statuses[0], statuses.at(-1)]).toEqual([403, 429]);
  });
});
