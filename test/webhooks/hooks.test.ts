import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { isPrivateAddress } from '../../infra/webhooks/private-addresses';
import { makeHookSender } from '../../infra/webhooks/hook-sender';
import { DeliveryPage, NoticeEvent } from '../../schemas/index';
import { notifyRound } from '../../workers/notifier/round';
import { pausesSeconds } from '../../workers/notifier/retries';
import { makeTestApi, registration } from '../api/api-on-postgres';
import { openNoticeHouse, referredToIv } from '../mail/notice-house';
import type { NoticeHouse } from '../mail/notice-house';

interface Call {
  readonly headers: Record<string, string>;
  readonly body: string;
}
type Answer = (call: Call, response: ServerResponse, request: IncomingMessage) => void;

let house: NoticeHouse;
let server: Server;
let url: string;
let calls: Call[];
let answer: Answer;

const status =
  (code: number, headers = {}): Answer =>
  (_call, response) =>
    response.writeHead(code, headers).end();

beforeEach(async () => {
  house = await openNoticeHouse();
  calls = [];
  answer = status(204);
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const call = {
        headers: request.headers as Record<string, string>,
        body: Buffer.concat(parts).toString(),
      };
      calls.push(call);
      answer(call, response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await house.close();
});

const deliveriesOf = async (caseId: string) => {
  const headers = await house.api.bearer();
  const response = await house.api.app.inject({ url: `/v1/cases/${caseId}/deliveries`, headers });
  const { items } = DeliveryPage.parse(response.json());
  return items.filter(({ institutionId }) => institutionId === 'sg-iv');
};

const laterBy = (seconds: number): void => {
  house.time.now = new Date(Date.parse(house.time.now!) + seconds * 1_000 + 1_000).toISOString();
};

test.each([
  ['an officer of the office', { institution: 'sg-iv' }],
  ['a coordinator of another canton', { institution: 'zh-coo', role: 'coordinator' }],
])('%s can not say where an office is told', async (_who, wish) => {
  const response = await house.api.app.inject({
    method: 'PUT',
    url: '/v1/institutions/sg-iv/channel',
    headers: await house.api.bearer(wish),
    payload: { channel: 'webhook', url },
  });
  expect(response.json()).toMatchObject({ code: 'not_permitted' });
});

describe('an office with a web hook', () => {
  beforeEach(() => {
    house.time.now = '2026-02-02T09:00:00.000Z';
  });

  test('gets every notice once, signed with its own secret, with no person in it', async () => {
    const { secret = '' } = await house.setChannel('sg-iv', { channel: 'webhook', url });
    const state = await house.tell(referredToIv());
    await house.notify();
    await house.notify();
    const told = await deliveriesOf(state.id);
    expect(calls.map(({ headers }) => headers['webhook-id']).sort()).toEqual(
      told.map(({ id }) => id).sort(),
    );
    expect(new Set(told.map((one) => one.state))).toEqual(new Set(['delivered']));
    for (const { headers, body } of calls) {
      expect(() => new Webhook(secret).verify(body, headers)).not.toThrow();
      expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
      const event = NoticeEvent.parse(JSON.parse(body));
      expect(event).toMatchObject({ id: headers['webhook-id'], data: { caseId: state.id } });
    }
    const marks = Object.values(registration.person);
    expect(marks.filter((mark) => JSON.stringify(calls).includes(mark))).toEqual([]);
  });

  test('has its secret in the database in sealed form only', async () => {
    const { secret = '' } = await house.setChannel('sg-iv', { channel: 'webhook', url });
    const [row] = await house.api.db.$queryRaw<{ sealed: Uint8Array }[]>`
      SELECT hook_secret AS sealed FROM addresses WHERE institution_id = 'sg-iv'`;
    const bytes = Buffer.from(row!.sealed);
    expect(bytes.includes(Buffer.from(secret))).toBe(false);
    expect(bytes.includes(Buffer.from(secret.slice('whsec_'.length), 'base64'))).toBe(false);
  });

  test('that is down is tried for three days, then its coordinator sees a failure', async () => {
    answer = status(503);
    await house.setChannel('sg-iv', { channel: 'webhook', url });
    const state = await house.tell(referredToIv());
    await house.notify();
    const [first] = await deliveriesOf(state.id);
    expect(first).toMatchObject({ state: 'queued', tries: 1, error: 'refused' });
    for (const pause of pausesSeconds) {
      expect((await deliveriesOf(state.id))[0]?.state).toBe('queued');
      laterBy(pause);
      await house.notify();
    }
    const threeDays = 3 * 24 * 3_600;
    const whole = pausesSeconds.reduce((sum, pause) => sum + pause, 0);
    expect([whole >= threeDays, whole < threeDays + 60]).toEqual([true, true]);
    const [last] = await deliveriesOf(state.id);
    expect(last).toMatchObject({ state: 'failed', tries: pausesSeconds.length + 1 });
    const ids = calls.map(({ headers }) => headers['webhook-id']);
    expect(ids.filter((id) => id === first?.id)).toHaveLength(pausesSeconds.length + 1);
  });

  test.each([
    ['that is gone', 410, { state: 'failed', error: 'endpoint_gone' }],
    ['that wants us elsewhere', 302, { state: 'queued', error: 'redirected' }],
    ['that refuses', 401, { state: 'queued', error: 'refused' }],
  ] as const)('%s is taken at its word', async (_what, code, expected) => {
    answer = status(code, { location: `${url}/elsewhere` });
    await house.setChannel('sg-iv', { channel: 'webhook', url });
    const state = await house.tell(referredToIv());
    await house.notify();
    const told = await deliveriesOf(state.id);
    expect(told[0]).toMatchObject(expected);
    expect(calls).toHaveLength(told.length);
  });

  test('that never answers does not keep another one waiting', async () => {
    answer = ({ headers }, response) => {
      if (headers['webhook-id']?.startsWith(first)) return;
      response.writeHead(200).end();
    };
    await house.setChannel('sg-iv', { channel: 'webhook', url });
    const { id: first } = await house.tell(referredToIv());
    const { id: second } = await house.tell(referredToIv());
    await house.notify();
    expect((await deliveriesOf(first))[0]).toMatchObject({ state: 'queued', error: 'timeout' });
    expect((await deliveriesOf(second))[0]?.state).toBe('delivered');
  });

  test('of which a notifier died in the middle is tried by the next one, under the same id', async () => {
    await house.setChannel('sg-iv', { channel: 'webhook', url });
    const state = await house.tell(referredToIv());
    const dying = { ...house.parts, sendHook: () => Promise.reject(new Error('killed')) };
    await notifyRound(dying);
    await house.notify();
    expect(calls).toEqual([]);
    laterBy(120);
    await house.notify();
    expect((await deliveriesOf(state.id))[0]).toMatchObject({ state: 'delivered', tries: 2 });
  });
});

describe('a web hook in production', () => {
  test('can not even be entered without encryption', async () => {
    const strict = await makeTestApi(undefined, (parts) => ({
      ...parts,
      about: { ...parts.about, profile: 'production' },
    }));
    const response = await strict.app.inject({
      method: 'PUT',
      url: '/v1/institutions/sg-iv/channel',
      headers: await strict.bearer({ institution: 'sg-coo', role: 'coordinator' }),
      payload: { channel: 'webhook', url },
    });
    await strict.close();
    expect([response.statusCode, response.json().errors]).toEqual([
      422,
      [{ path: 'url', expected: 'an https address' }],
    ]);
  });

  const send = (to: string) =>
    makeHookSender({ insecure: false, timeoutMs: 500 })({
      url: to,
      secret: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
      id: 'm-1',
      body: '{}',
      contentType: 'application/json',
    });

  test('is never called without encryption, nor into the own network', async () => {
    expect(await send(url)).toBe('insecure_address');
    const { port } = server.address() as AddressInfo;
    for (const host of [
      '127.0.0.1',
      'localhost',
      '[::1]',
      '[::ffff:7f00:1]',
      '169.254.169.254',
      '2130706433',
    ]) {
      expect([host, await send(`https://${host}:${port}/`)]).toEqual([host, 'private_address']);
    }
    expect(calls).toEqual([]);
  });

  test.each([
    ['10.1.2.3', true], ['172.31.0.1', true], ['172.32.0.1', false], ['192.168.1.1', true],
    ['100.64.0.1', true], ['0.0.0.0', true], ['8.8.8.8', false], ['fd00::1', true],
    ['fe80::1', true], ['::ffff:10.0.0.1', true], ['2606:4700::1111', false], ['nonsense', true],
  ] as const)('knows that %s is private: %s', (address, isPrivate) => {
    expect(isPrivateAddress(address)).toBe(isPrivate);
  }); // prettier-ignore
});
