/** An office at its own topics on the real broker, for the tests of the kit. */
import { randomUUID } from 'node:crypto';
import { noticeEvent, toRecord } from '../../infra/kafka/cloud-event';
import { kafkajsPort, memoryInProcess, startOffice } from '../../infra/kafka/consumer-kit/index';
import type {
  Gap,
  KafkaPort,
  Office,
  OfficePlan,
  Parked,
} from '../../infra/kafka/consumer-kit/index';
import type { Publisher } from '../../infra/kafka/publisher';
import type { OutgoingRecord } from '../../infra/kafka/records';
import { inboxTopic, notificationTopic, rejectedTopic } from '../../infra/kafka/topics';
import { kafkaBrokers } from '../support/engines';
import { eventually, outboxRow, silentLog } from './topic-reader';

export type Plan = OfficePlan<undefined>;
export const sentType = 'ch.relais.referral.sent.v1';

export const until = (holds: () => boolean): Promise<true> =>
  eventually(() => holds() || undefined);
export const sequence = (seq: number): string => `${String(seq).padStart(10, '0')}-00`;
export const seqOf = ({ sequence: at }: { readonly sequence: string }): number =>
  Number(at.slice(0, 10));

/** What is told to the office, and what it was told. */
export interface OfficeBench {
  readonly id: string;
  readonly kafka: KafkaPort;
  readonly publisher: Publisher;
  readonly parked: Parked[];
  readonly gaps: Gap[];
  /** Called last first when the test is over. */
  readonly stops: (() => Promise<void>)[];
  open(more: Partial<Plan>): Promise<Office>;
  /** Referrals of a case as the relay tells them; `seqs` are those meant for this office. */
  records(caseId: string, seqs: readonly number[]): OutgoingRecord[];
  close(): Promise<void>;
}

/** Makes an office of its own with its topics. */
export async function openBench(): Promise<OfficeBench> {
  const id = `sg-iv-t${randomUUID().slice(0, 8)}`;
  const clientId = `office-${id}`;
  const kafka = kafkajsPort({ brokers: kafkaBrokers(), clientId, log: silentLog });
  const publisher = kafka.makePublisher();
  const stops = [() => publisher.stop()];
  const parked: Parked[] = [];
  const gaps: Gap[] = [];
  await kafka.ensureTopics([notificationTopic(id), inboxTopic(id), rejectedTopic(id)]);
  return {
    id,
    kafka,
    publisher,
    parked,
    gaps,
    stops,
    open: async (more) => {
      const office = await startOffice({
        institutionId: id,
        kafka,
        memory: memoryInProcess(),
        handlers: {},
        onGap: async (gap) => {
          gaps.push(gap);
        },
        onParked: async (one) => {
          parked.push(one);
        },
        log: silentLog,
        ...more,
      });
      stops.push(() => office.stop());
      return office;
    },
    records: (caseId, seqs) =>
      seqs.map((seq, index) => {
        const earlier = seqs[index - 1];
        const before = earlier === undefined ? null : { seq: earlier, part: 0 };
        const row = outboxRow(caseId, seq, id);
        const notice = { ...row.notice, referralTo: id };
        return toRecord(
          notificationTopic(id),
          noticeEvent({ ...row, before, notice }, 'http://relais.test'),
        );
      }),
    close: async () => {
      for (const stop of stops.splice(0).reverse()) await stop();
    },
  };
}
