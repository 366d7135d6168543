import type { Consumer } from 'kafkajs';
import pino from 'pino';
import { makeKafka } from '../../infra/kafka/client';
import { consume } from '../../infra/kafka/consumer';
import type { Consumption } from '../../infra/kafka/consumer';

/** The promised timers of Node do not follow the clock of the test; these do. */
jest.mock('node:timers/promises', () => ({
  setTimeout: (ms: number, value: unknown, { signal }: { signal: AbortSignal }) =>
    new Promise((resolve, reject) => {
      const aborted = (): void => reject(new Error('aborted'));
      signal.addEventListener('abort', aborted);
      setTimeout(() => {
        signal.removeEventListener('abort', aborted);
        resolve(value);
      }, ms);
    }),
}));

const log = pino({ level: 'silent' });
const kafka = makeKafka({ brokers: ['127.0.0.1:1'], clientId: 'test', log });
const events = { HEARTBEAT: 'heartbeat', FETCH: 'fetch', GROUP_JOIN: 'join', CRASH: 'crash' };

/** A consumer of a client library without a broker: it joins, and says what the test lets it say. */
function scriptedConsumer() {
  const listeners = new Map<string, ((event: object) => void)[]>();
  const say = (name: string, payload: object = {}): void =>
    listeners.get(name)?.forEach((listener) => listener({ payload }));
  const consumer = {
    events,
    on: (name: string, listener: (event: object) => void) => {
      listeners.set(name, [...(listeners.get(name) ?? []), listener]);
    },
    connect: async () => undefined,
    subscribe: async () => undefined,
    run: async () => say(events.GROUP_JOIN),
    disconnect: jest.fn(async () => undefined),
  };
  return { consumer, say };
}

type Scripted = ReturnType<typeof scriptedConsumer>;

describe('an office whose client library dies under it', () => {
  let made: Scripted[];
  let fatal: Error[];
  let consumption: Consumption;
  let warned: jest.SpyInstance;

  beforeEach(async () => {
    jest.useFakeTimers();
    made = [];
    fatal = [];
    warned = jest.spyOn(log, 'warn');
    consumption = consume({
      kafka,
      groupId: 'office',
      listTopics: async () => ['topic'],
      onRecord: async () => 'done',
      onFatal: (error) => fatal.push(error),
      log,
      newConsumer: () => {
        made.push(scriptedConsumer());
        return made.at(-1)!.consumer as unknown as Consumer;
      },
    });
    await consumption.joined;
  });
  afterEach(async () => {
    await consumption.stop();
    warned.mockRestore();
    jest.useRealTimers();
  });

  const crash = (error: Error, restart = false): void =>
    made.at(-1)!.say(events.CRASH, { error, groupId: 'office', restart });

  it('is served by a new consumer, and the log says why', async () => {
    crash(new Error('connection lost for good'));
    await jest.advanceTimersByTimeAsync(1_000);
    expect(made).toHaveLength(2);
    expect(made[0]!.consumer.disconnect).toHaveBeenCalled();
    expect(warned.mock.calls[0]).toEqual([
      expect.objectContaining({ why: 'crash', err: expect.any(Error) }),
      'new consumer',
    ]);
    expect(fatal).toEqual([]);
  });

  it('waits longer after each death that follows at once, and is never given up', async () => {
    for (let deaths = 1; deaths <= 8; deaths += 1) {
      crash(new Error('dead'));
      await jest.advanceTimersByTimeAsync(10_000);
      expect(made).toHaveLength(deaths + 1);
    }
  });

  it('is left alone where the library restarts by itself', async () => {
    crash(new Error('rebalance'), true);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(made).toHaveLength(1);
  });

  it('is served by a new consumer when the old one falls silent', async () => {
    await jest.advanceTimersByTimeAsync(20_000);
    made[0]!.say(events.HEARTBEAT);
    await jest.advanceTimersByTimeAsync(20_000);
    expect(made).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(20_000);
    expect(made).toHaveLength(2);
  });

  it.each([
    [
      'a right that is missing',
      Object.assign(new Error('no'), { type: 'TOPIC_AUTHORIZATION_FAILED' }),
    ],
    [
      'a group that is not its own',
      Object.assign(new Error('no'), { type: 'GROUP_AUTHORIZATION_FAILED' }),
    ],
    [
      'a wrong password',
      Object.assign(new Error('no'), { name: 'KafkaJSSASLAuthenticationError' }),
    ],
  ])('learns of %s, and nothing is tried again', async (_what, error) => {
    crash(error);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(fatal).toEqual([expect.objectContaining({ name: 'AccessRefused', cause: error })]);
    expect(fatal[0]?.message).toMatch(/this login.*see .*group office/);
    expect(made).toHaveLength(1);
  });
});
