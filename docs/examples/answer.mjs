// A plain Kafka producer: an institution answers through its inbox topic.
//   node docs/examples/answer.mjs sg-iv <case id> '{"kind":"acceptReferral","referralId":"R1"}'
import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';

const [institution, caseId, body, brokers = process.env.KAFKA_BROKERS ?? '127.0.0.1:19092'] =
  process.argv.slice(2);
const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING });
const producer = kafka.producer({ allowAutoTopicCreation: false });
await producer.connect();
await producer.send({
  topic: `relais.inst.${institution}.inbox`,
  messages: [
    {
      key: caseId,
      value: body,
      headers: {
        ce_specversion: '1.0',
        ce_id: randomUUID(),
        ce_type: 'ch.relais.command.v1',
        ce_source: `/${institution}`,
        ce_subject: caseId,
        ce_time: new Date().toISOString(),
        'content-type': 'application/json',
      },
    },
  ],
});
await producer.disconnect();
