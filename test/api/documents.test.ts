import { validate } from '@readme/openapi-parser';
import { gunzipSync } from 'node:zlib';
import { makeTestApi, play } from './api-on-postgres';
import type { TestApi } from './api-on-postgres';
import { refusalCodes } from '../../schemas/index';
import { buildPage } from '../../workers/api/page-build';

let api: TestApi;
beforeAll(async () => {
  const page = await buildPage();
  api = await makeTestApi(undefined, (parts) => ({ ...parts, page }));
});
afterAll(() => api.close());

test('the OpenAPI document is valid and names every route that people use', async () => {
  const document = (await api.app.inject('/openapi.json')).json();
  expect(document.openapi).toBe('3.1.0');
  expect(await validate(structuredClone(document))).toMatchObject({ valid: true });
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining([
      '/v1/cases',
      '/v1/cases/{id}',
      '/v1/cases/{id}/commands',
      '/v1/events',
    ]),
  );
  expect(document.components.schemas).toHaveProperty('RegisterCaseRequestInput');
  expect(document.components.schemas).not.toHaveProperty('Dossier');
});

test('the readable page explains every code and loads nothing from elsewhere', async () => {
  const { body, headers } = await api.app.inject('/docs');
  for (const code of refusalCodes) expect(body).toContain(`<code>${code}</code>`);
  expect(body).not.toMatch(/(src|href)="(https?:)?\/\//);
  const [, style = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(body) ?? [];
  expect((await api.app.inject(style)).headers['content-type']).toContain('text/css');
  expect(headers['content-security-policy']).toContain("script-src 'self'");
  const anchors = [...body.matchAll(/href="#([^"]+)"/g)].map((match) => match[1] ?? '');
  for (const anchor of new Set(anchors)) expect(body).toContain(`id="${anchor}"`);
});

test('the page is served with its script, which a browser may keep for ever', async () => {
  const { body, headers } = await api.app.inject('/');
  expect(headers['cache-control']).toBe('no-store');
  const [, url = ''] = /<script type="module" src="([^"]+)"/.exec(body) ?? [];
  const script = await api.app.inject(url);
  expect(script.headers['content-type']).toContain('text/javascript');
  expect(script.headers['cache-control']).toContain('immutable');
  expect(script.body.length).toBeGreaterThan(1000);
  const packed = await api.app.inject({ url, headers: { 'accept-encoding': 'br, gzip' } });
  expect(gunzipSync(packed.rawPayload).toString()).toBe(script.body);
});

test('a browser that opens the address of a view gets the page, a program gets a problem', async () => {
  const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
  const { body } = await api.app.inject('/');
  for (const url of ['/board', '/cases/123?tab=x', '/no/such/view'])
    expect(await api.app.inject({ url, headers })).toMatchObject({ statusCode: 200, body });
  expect((await api.app.inject('/board')).statusCode).toBe(404);
  for (const url of ['/v1/nothing', '/page/nothing.js', '/docs/nothing'])
    expect((await api.app.inject({ url, headers })).statusCode).toBe(404);
});

test('readiness says which part is away', async () => {
  const response = await api.app.inject('/readyz');
  expect(response.statusCode).toBe(503);
  expect(response.json()).toEqual({
    status: 'not_ready',
    parts: { database: 'up', temporal: 'away' },
  });
  expect((await api.app.inject('/healthz')).statusCode).toBe(200);
  expect((await api.app.inject('/metrics')).body).toContain('relais_http_requests_open');
});

test('a reader follows the changes of their cases, from where they stopped', async () => {
  const address = await api.app.listen({ port: 0, host: '127.0.0.1' });
  const open = async (institution: string, after?: string) => {
    const response = await fetch(`${address}/v1/events`, {
      headers: {
        ...(await api.bearer({ institution })),
        ...(after === undefined ? {} : { 'last-event-id': after }),
      },
    });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    return {
      until: async (pattern: RegExp): Promise<string> => {
        while (!pattern.test(text)) {
          const { value, done } = await reader.read();
          if (done) throw new Error(`the stream ended: ${text}`);
          text += value;
        }
        return text;
      },
      close: () => reader.cancel(),
    };
  };
  const stream = await open('sg-rav');
  const start = await stream.until(/\n\n/);
  const state = await api.giveCase(play().registered('sg-rav'));
  const others = await api.giveCase(play('zh').registered('zh-sh'));
  const seen = await stream.until(new RegExp(`${state.id}.*caseRegistered`));
  expect(seen).not.toContain(others.id);
  await stream.close();
  const position = /id: (\S+)/.exec(start)?.[1] ?? '';
  const again = await open('sg-rav', position);
  await again.until(new RegExp(`${state.id}.*caseRegistered`));
  await again.close();
});

test('the clock and the closed days of a canton can be read', async () => {
  const headers = await api.bearer();
  expect((await api.app.inject({ url: '/v1/clock', headers })).json()).toMatchObject({ rate: 1 });
  const calendar = await api.app.inject({ url: '/v1/calendars/sg?year=2026', headers });
  expect(calendar.json().items).toContainEqual(expect.objectContaining({ on: '2026-12-25' }));
});
