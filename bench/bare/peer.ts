/** Both bare peers as the measurements call them: an Update, and a record through the broker. */
import type { Client } from '@temporalio/client';
import { WithStartWorkflowOperation } from '@temporalio/client';
import { noticeEvent, toRecord } from '../../infra/kafka/cloud-event';
import { makeProducer } from '../../infra/kafka/client';
import type { KafkaClient } from '../../infra/kafka/client';
import { bareTaskQueue, bareWorkflowType, stepUpdate } from './contract';

/** As many as a registration needs: rules, event, verdict, event. */
const activitiesOfRegistration = 4;
const workflowIdOf = (id: string): string => `bare-${id}`;

/** Starts a bare workflow and takes its first step in one call. */
export async function startBare(client: Client, id: string): Promise<void> {
  const startWorkflowOperation = new WithStartWorkflowOperation(bareWorkflowType, {
    workflowId: workflowIdOf(id),
    taskQueue: bareTaskQueue,
    workflowIdConflictPolicy: 'FAIL',
  });
  const args: [number] = [activitiesOfRegistration];
  await client.workflow.executeUpdateWithStart(stepUpdate, { args, startWorkflowOperation });
}

/** One Update with one no-op local activity. */
export async function stepBare(client: Client, id: string): Promise<void> {
  await client.workflow.getHandle(workflowIdOf(id)).executeUpdate(stepUpdate, { args: [1] });
}

/** 3 partitions, as the notification topic of an institution has. */
export const bareTopic = 'relais.bench.notifications';
export const bareType = 'ch.relais.referral.accepted.v1';

/** A record of the very bytes that a notice has, so that only the way differs. */
export const noticeLike = (caseId: string) => {
  const notice = {
    to: 'sg-rav',
    type: bareType,
    seq: 9,
    at: new Date().toISOString(),
    referralId: 'R1',
    from: 'sg-iv',
    basis: 'AVG35a-1bis',
  };
  const event = noticeEvent({ caseId, part: 0, canton: 'sg', notice }, 'http://127.0.0.1:8080');
  return toRecord(bareTopic, event);
};

export interface BareProducer {
  /** Resolves when the broker has it; one send at a time, later ones queue up. */
  send(key: string): Promise<void>;
  stop(): Promise<void>;
}

/** kafkajs alone: no outbox, no relay, no second topic. */
export async function startProducer(kafka: KafkaClient): Promise<BareProducer> {
  const producer = makeProducer(kafka);
  await producer.connect();
  let last: Promise<unknown> = Promise.resolve();
  return {
    send: (id) => {
      const { topic, key, headers, value } = noticeLike(id);
      const messages = [{ key, value, headers: { ...headers } }];
      const sent = last.then(async () => {
        await producer.send({ topic, messages, acks: -1 });
      });
      last = sent.catch(() => undefined);
      return sent;
    },
    stop: () => producer.disconnect(),
  };
}
