import '../../infra/kafka/client';
import RequestQueue from 'kafkajs/src/network/requestQueue';

interface Queue {
  readonly pending: unknown[];
  throttledUntil: number;
  scheduleCheckPendingRequests(): void;
  destroy(): void;
}
const Made = RequestQueue as unknown as new (options: object) => Queue;
const newQueue = (): Queue =>
  new Made({
    maxInFlightRequests: 1,
    requestTimeout: 1_000,
    enforceRequestTimeout: false,
    clientId: 'test',
    broker: 'none:1',
    logger: { debug: () => undefined },
  });

/** Delays that the client asks the machine for. */
function delaysWhile(work: () => void): (number | undefined)[] {
  const armed = jest.spyOn(globalThis, 'setTimeout').mockImplementation(() => 1 as never);
  try {
    work();
    return armed.mock.calls.map(([, delay]) => delay);
  } finally {
    armed.mockRestore();
  }
}

describe('an operator on Node 24', () => {
  it('sees no negative timeout, and no wake-ups, while a connection has nothing to send', () => {
    const queue = newQueue();
    expect(delaysWhile(() => queue.scheduleCheckPendingRequests())).toEqual([]);
  });

  it('gets a waiting request looked at again, after a positive time', () => {
    const queue = newQueue();
    queue.pending.push({});
    const [delay, ...more] = delaysWhile(() => queue.scheduleCheckPendingRequests());
    expect(delay).toBeGreaterThan(0);
    expect(more).toEqual([]);
  });

  it('has a throttled connection wait out the throttling', () => {
    const queue = newQueue();
    queue.pending.push({});
    queue.throttledUntil = Date.now() + 5_000;
    const [delay] = delaysWhile(() => queue.scheduleCheckPendingRequests());
    expect(delay).toBeGreaterThan(4_000);
  });
});
