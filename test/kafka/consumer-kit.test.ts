import { randomUUID } from 'node:crypto';
import { memoryInProcess } from '../../infra/kafka/consumer-kit/index';
import type { EventMemory, Mark, Office } from '../../infra/kafka/consumer-kit/index';
import { notificationTopic } from '../../infra/kafka/topics';
import type { NoticeEvent } from '../../schemas/index';
import { openBench, sentType, seqOf, sequence, until } from './office-bench';
import type { OfficeBench, Plan } from './office-bench';

let bench: OfficeBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

describe('an office with a case system of its own', () => {
  it('hears what each type says, each notice once, although the relay sends some twice', async () => {
    const caseId = randomUUID();
    const all = bench.records(caseId, [1, 4, 9]);
    await bench.publisher.publish([...all, ...all, ...bench.records(randomUUID(), [1])]);
    const heard: string[] = [];
    const others: string[] = [];
    await bench.open({
      handlers: {
        // Typed: `referralId` is a string here, not perhaps one.
        [sentType]: async ({ data, sequence: at }) => {
          const referral: string = data.referralId;
          if (data.caseId === caseId) heard.push(`${referral} ${at}`);
          else others.push(referral);
        },
      },
    });
    await until(() => heard.length >= 3 && others.length >= 1);
    expect(heard).toEqual([1, 4, 9].map((seq) => `R1 ${sequence(seq)}`));
    expect(bench.gaps).toEqual([]);
  });

  it('is told of a gap before the notice behind it, and hears what comes late as late', async () => {
    const caseId = randomUUID();
    const [first, lost, shows, last] = bench.records(caseId, [1, 2, 5, 6]);
    await bench.publisher.publish([first!, shows!, last!, lost!]);
    const happened: string[] = [];
    await bench.open({
      onGap: async ({ caseId: of, heard, missing }) => {
        happened.push(`gap ${of === caseId} ${heard} ${missing}`);
      },
      handlers: {
        [sentType]: async (notice, { late, gap }) => {
          happened.push(`${seqOf(notice)}${late ? ' late' : ''}${gap ? ' after a gap' : ''}`);
        },
      },
    });
    await until(() => happened.length >= 5);
    expect(happened).toEqual([
      '1',
      `gap true ${sequence(1)} ${sequence(2)}`,
      '5 after a gap',
      '6',
      '2 late',
    ]);
  });

  it('has every effect exactly once, in order, although its process dies after every third', async () => {
    const cases = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    const numbers = Array.from({ length: 10 }, (_, i) => i + 1);
    await bench.publisher.publish(cases.flatMap((caseId) => bench.records(caseId, numbers)));
    const store = memoryInProcess();
    let commits = 0;
    let office: Office | undefined;
    // The memory commits, and the offset is never committed: the worst line to die on.
    const dying: EventMemory<undefined> = {
      findLastSequence: (caseId) => store.findLastSequence(caseId),
      once: async (mark, effect) => {
        const outcome = await store.once(mark, effect);
        if (outcome === 'new' && ++commits % 3 === 0) {
          died = true;
          throw new Error('killed');
        }
        return outcome;
      },
    };
    let died = false;
    const effects = new Map<string, number[]>();
    const start = () =>
      bench.open({
        memory: dying,
        concurrency: 3,
        attempts: Number.POSITIVE_INFINITY,
        handlers: {
          [sentType]: async (notice) => {
            const { caseId } = notice.data;
            effects.set(caseId, [...(effects.get(caseId) ?? []), seqOf(notice)]);
          },
        },
      });
    const total = (): number => [...effects.values()].flat().length;
    let lives = 0;
    while (total() < 40) {
      died = false;
      lives += 1;
      office = await start();
      await until(() => died || total() >= 40);
      await office.stop();
    }
    expect(lives).toBeGreaterThan(5);
    for (const caseId of cases) expect(effects.get(caseId)).toEqual(numbers);
    expect(bench.gaps).toEqual([]);
    expect(bench.parked).toEqual([]);
  });

  it('tries a failing handler again, then parks the notice, and the case goes on', async () => {
    const caseId = randomUUID();
    await bench.publisher.publish(bench.records(caseId, [1, 2, 3]));
    const tried: number[] = [];
    await bench.open({
      attempts: 3,
      handlers: {
        [sentType]: async (notice) => {
          tried.push(seqOf(notice));
          if (seqOf(notice) === 2) throw new Error('our database refuses it');
        },
      },
    });
    await until(() => tried.includes(3));
    expect(tried).toEqual([1, 2, 2, 2, 3]);
    expect(
      bench.parked.map(({ notice, error }) => [notice && seqOf(notice), error.message]),
    ).toEqual([[2, 'our database refuses it']]);
    expect(bench.gaps).toEqual([]);
  });

  it('parks at once what cannot be read, with the bytes as they came', async () => {
    const [good] = bench.records(randomUUID(), [1]);
    const topic = notificationTopic(bench.id);
    await bench.publisher.publish([
      { topic, key: good!.key, headers: {}, value: 'no event' },
      { ...good!, value: '{"caseId":"no case"}' },
      good!,
    ]);
    const heard: NoticeEvent[] = [];
    await bench.open({
      otherwise: async (notice) => {
        heard.push(notice);
      },
    });
    await until(() => heard.length > 0);
    expect(bench.parked.map(({ record }) => record.value?.toString())).toEqual([
      'no event',
      '{"caseId":"no case"}',
    ]);
    expect(bench.parked.every(({ notice }) => notice === undefined)).toBe(true);
  });

  it('replays from a date after its backup came back: what was lost, and nothing twice', async () => {
    const caseId = randomUUID();
    const backup: Mark[] = [];
    const all = bench.records(caseId, [1, 2, 3, 4]);
    const memory = memoryInProcess();
    const heard: number[] = [];
    const handlers: Plan['handlers'] = {
      [sentType]: async (notice) => {
        heard.push(seqOf(notice));
        const { source, id: eventId } = notice;
        const place = { caseId, sequence: notice.sequence };
        if (seqOf(notice) <= 2) backup.push({ source, id: eventId, place });
      },
    };
    const from = new Date().toISOString();
    await bench.publisher.publish(all);
    const before = await bench.open({ memory, handlers });
    await until(() => heard.length === 4);
    await before.stop();

    const restored = memoryInProcess();
    for (const mark of backup) await restored.once(mark, async () => undefined);
    heard.length = 0;
    await bench.open({ memory: restored, handlers, from });
    await until(() => heard.length >= 2);
    await bench.publisher.publish(bench.records(caseId, [4, 5]).slice(1));
    await until(() => heard.length >= 3);
    expect(heard).toEqual([3, 4, 5]);
    expect(bench.gaps).toEqual([]);
  });
});
