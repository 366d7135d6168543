import { randomUUID } from 'node:crypto';
import { inboxTopic } from '../../infra/kafka/topics';
import { readCommand } from '../../workers/intake/read-command';
import { offices } from '../../workers/simulator/offices';
import { startPartner } from '../../workers/simulator/partner';
import { openBench } from './office-bench';
import type { OfficeBench } from './office-bench';
import { readTopics, silentLog, testKafka } from './topic-reader';

let bench: OfficeBench;
const stopping = new AbortController();
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

it('a partner office of the demonstration answers on its demo days, once the API says it was asked', async () => {
  const caseId = randomUUID();
  let asked = 0;
  const partner = await startPartner(bench.id, offices['sg-rav']!, {
    kafka: bench.kafka,
    log: silentLog,
    dayMs: 20,
    answers: async (_id, { data }) => {
      asked += 1;
      if (asked === 1) throw new Error('the API is away');
      return data.caseId === caseId;
    },
    stopping: stopping.signal,
  });
  bench.stops.push(() => partner.stop());
  const inbox = readTopics(testKafka(), [inboxTopic(bench.id)]);
  bench.stops.push(() => inbox.stop());
  await bench.publisher.publish([
    ...bench.records(caseId, [1]),
    ...bench.records(randomUUID(), [1]),
  ]);

  const said = (await inbox.atLeast(4)).map((record) => readCommand(record, bench.id));
  const kinds = said.map((reading) => (reading.ok ? reading.command.body.kind : reading.refusal));
  expect(kinds).toEqual([
    'acknowledgeReferral',
    'acceptReferral',
    'startReferral',
    'completeReferral',
  ]);
  expect(said.every((reading) => reading.ok && reading.command.caseId === caseId)).toBe(true);
});
