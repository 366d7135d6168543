import { makeTestApi, play } from './api-on-postgres';
import type { TestApi } from './api-on-postgres';

let api: TestApi;
beforeAll(async () => {
  api = await makeTestApi();
});
afterAll(() => api.close());

const traceId = '0af7651916cd43dd8448eb211c80319c';

/** Asks something of a case; gives the trace context with which the command left. */
async function ask(headers: Record<string, string>): Promise<string> {
  const { id } = await api.giveCase(play().registered('sg-rav'));
  api.sent.length = 0;
  await api.app.inject({
    method: 'POST',
    url: `/v1/cases/${id}/commands`,
    payload: { kind: 'acknowledgeRegistration' },
    headers: { ...(await api.bearer({ institution: 'sg-coo', role: 'coordinator' })), ...headers },
  });
  return api.sent[0]?.traceparent ?? '';
}

describe('a system that calls the API', () => {
  it('finds its own trace again in what its request causes, under a span of its own', async () => {
    const given = `00-${traceId}-b7ad6b7169203331-01`;
    const left = await ask({ traceparent: given });
    expect(left).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
    expect(left).not.toBe(given);
  });

  it.each([
    ['sends none', {}],
    ['sends what is none', { traceparent: '00-yesterday' }],
    ['sends the trace of nothing', { traceparent: `00-${'0'.repeat(32)}-b7ad6b7169203331-01` }],
  ])('gets a new trace when it %s, another for each request', async (_what, headers) => {
    const [first, second] = [await ask(headers), await ask(headers)];
    expect(first).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    expect(second.split('-')[1]).not.toBe(first.split('-')[1]);
  });
});
