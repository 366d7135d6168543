// An institution with a case system of its own, on the consumer kit: it receives every referral,
// declines the second of a case, accepts the others, and reports when it is asked.
//   node --import tsx docs/examples/office.mjs sg-iv
//   FROM=2026-02-01 node --import tsx docs/examples/office.mjs sg-iv     hears everything since then
import { answers, kafkajsPort, makeLog, openFileMemory, startOffice } from 'relais/consumer-kit';

const [institutionId = 'sg-iv', brokers = process.env.KAFKA_BROKERS ?? '127.0.0.1:19092'] =
  process.argv.slice(2);
const log = makeLog(`office-${institutionId}`);
const memory = await openFileMemory(process.env.MEMORY ?? `${institutionId}.heard.jsonl`);

const office = await startOffice({
  institutionId,
  kafka: kafkajsPort({ brokers: brokers.split(','), clientId: `office-${institutionId}`, log }),
  memory,
  from: process.env.FROM,
  groupName: 'example',
  handlers: {
    'ch.relais.referral.sent.v1': async ({ data }, { answer }) => {
      if (data.referralTo !== institutionId) return;
      await answer(answers.acknowledge(data.referralId));
      if (data.referralId === 'R2') {
        const nextOwner = data.from ?? institutionId;
        await answer(answers.decline(data.referralId, { reason: 'duplicate', nextOwner }));
      } else await answer(answers.accept(data.referralId));
    },
    'ch.relais.referral.report_requested.v1': async ({ data }, { answer }) => {
      await answer(answers.report(data.referralId));
    },
  },
  otherwise: async ({ type, data }) => log.info({ type, caseId: data.caseId }, 'heard'),
  onGap: async ({ caseId }) => log.warn({ caseId }, 'read this case through the API'),
  onParked: async ({ notice, error }) => log.error({ id: notice?.id, err: error }, 'look at this'),
  onRejected: async ({ data }) => log.warn({ code: data.code }, data.detail),
  log,
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await office.stop();
    await memory.close();
  });
}
// What cannot heal rejects here and ends the process with an error, for its supervisor.
await office.ended;
