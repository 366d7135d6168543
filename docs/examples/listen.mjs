// A plain Kafka consumer: prints what an institution is told.
//   node docs/examples/listen.mjs sg-iv
import { Kafka, logLevel } from 'kafkajs';

const [institution = 'sg-iv', brokers = process.env.KAFKA_BROKERS ?? '127.0.0.1:19092'] =
  process.argv.slice(2);
const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING });
const consumer = kafka.consumer({ groupId: `example-${institution}-${process.pid}` });
await consumer.connect();
await consumer.subscribe({
  topic: `relais.inst.${institution}.notifications`,
  fromBeginning: true,
});
await consumer.run({
  eachMessage: async ({ message }) => {
    const { ce_type: type, ce_time: time } = message.headers;
    console.log(`${time} ${type} key=${message.key}\n  ${message.value}`);
  },
});
