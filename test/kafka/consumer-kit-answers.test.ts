import { randomUUID } from 'node:crypto';
import { answers } from '../../infra/kafka/consumer-kit/index';
import type { Office } from '../../infra/kafka/consumer-kit/index';
import { inboxTopic } from '../../infra/kafka/topics';
import type { RejectionEvent } from '../../schemas/index';
import { readCommand } from '../../workers/intake/read-command';
import { rejectionRecord } from '../../workers/intake/rejection';
import { openBench, sentType, sequence, until } from './office-bench';
import type { OfficeBench } from './office-bench';
import { readTopics, testKafka } from './topic-reader';

let bench: OfficeBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

describe('an office that answers through the kit', () => {
  it('is understood by the intake, and a handler that runs twice answers once', async () => {
    const caseId = randomUUID();
    await bench.publisher.publish(bench.records(caseId, [1]));
    let runs = 0;
    await bench.open({
      handlers: {
        [sentType]: async ({ data }, { answer }) => {
          const why = { reason: 'not_competent', nextOwner: 'sg-rav' } as const;
          await answer(answers.decline(data.referralId, why));
          runs += 1;
          if (runs === 1) throw new Error('died after the answer');
        },
      },
    });
    const inbox = readTopics(testKafka(), [inboxTopic(bench.id)]);
    bench.stops.push(() => inbox.stop());
    const said = await inbox.atLeast(2);
    const readings = said.map((record) => readCommand(record, bench.id));
    expect(said.map(({ key }) => key)).toEqual([caseId, caseId]);
    expect(readings[0]).toMatchObject({
      ok: true,
      eventId: `${caseId}-${sequence(1)}:declineReferral`,
      command: {
        caseId,
        actor: { institutionId: bench.id },
        body: { kind: 'declineReferral', referralId: 'R1', nextOwner: 'sg-rav' },
      },
    });
    expect(readings[1]).toEqual(readings[0]);
  });

  it('hears which answer was not taken, and why', async () => {
    const rejections: RejectionEvent[] = [];
    const office = await bench.open({
      onRejected: async (rejection) => {
        rejections.push(rejection);
      },
    });
    const eventId = await office.send(randomUUID(), answers.acknowledge('R9'));
    const inbox = readTopics(testKafka(), [inboxTopic(bench.id)]);
    bench.stops.push(() => inbox.stop());
    const [record] = await inbox.atLeast(1);
    const { topic, partition, offset } = record!;
    const rejection = rejectionRecord({
      institutionId: bench.id,
      language: 'fr',
      place: { topic, partition, offset },
      eventId,
      subject: record!.key,
      refusal: { code: 'not_found', details: {} },
      at: new Date().toISOString(),
    });
    await bench.publisher.publish([rejection, rejection]);
    await until(() => rejections.length > 0);
    expect(rejections[0]?.data).toMatchObject({ code: 'not_found', rejected: { id: eventId } });
    await office.stop();
    expect(rejections).toHaveLength(1);
  });

  it('learns at once that an answer is none, or that nobody takes it', async () => {
    const office = await bench.open({});
    await expect(office.send('no case', answers.start('R1'))).rejects.toThrow(/UUID/);
    const noAnswer = { kind: 'acceptReferral' } as unknown as Parameters<Office['send']>[1];
    await expect(office.send(randomUUID(), noAnswer)).rejects.toThrow(/referralId/);
    const nowhere = await bench.open({ institutionId: 'sg-iv/no-topic' });
    nowhere.ended.catch(() => undefined);
    const said = nowhere.send(randomUUID(), answers.start('R1'));
    await expect(said).rejects.toThrow(/invalid_topic/);
  });

  it('ends with an error that its supervisor sees when it may not read its topic', async () => {
    const office = await bench.open({ institutionId: 'sg-iv/no-topic' });
    await expect(office.ended).rejects.toThrow(/topic/i);
  });
});
