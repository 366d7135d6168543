/** An institution at its topics: hears what it must be told, answers through its inbox. */
import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { CaseId, CommandBody } from '../../../schemas/index';
import type { InstitutionId } from '../../../schemas/index';
import { commandRecord } from '../cloud-event';
import type { Publisher } from '../publisher';
import { groupPrefix, inboxTopic, notificationTopic, rejectedTopic } from '../topics';
import { makeHear } from './hear';
import type { SendAnswer } from './hear';
import type { OfficePlan } from './plan';

export interface Office {
  /** Resolves when the group was joined for the first time. */
  readonly joined: Promise<void>;
  /**
   * Resolves after `stop`; rejects with what no new consumer can heal (a right that is missing).
   * Let it end the process with an error, so that a supervisor sees it: unhandled, it does.
   */
  readonly ended: Promise<void>;
  /** Sends a command for a case without a notice; resolves to its event id when the broker has it. */
  send(caseId: CaseId, body: CommandBody, id?: string): Promise<string>;
  /** Finishes what is in hand, commits it, takes nothing new. */
  stop(): Promise<void>;
}

const timeZone = 'Europe/Zurich';
const topicsSeldomChangeMs = 600_000;

/** Milliseconds since 1970 of an instant, or of the first moment of a day in Switzerland. */
export const momentOf = (from: string): number =>
  /^\d{4}-\d{2}-\d{2}$/.test(from)
    ? Temporal.PlainDate.from(from).toZonedDateTime(timeZone).epochMilliseconds
    : Temporal.Instant.from(from).epochMilliseconds;

const sender =
  (institutionId: InstitutionId, publisher: Publisher): SendAnswer =>
  async (caseId, body, id = randomUUID()) => {
    const event = {
      id,
      source: `/offices/${institutionId}`,
      subject: CaseId.parse(caseId),
      time: new Date().toISOString(),
      data: CommandBody.parse(body),
    };
    const [refused] = await publisher.publish([commandRecord(inboxTopic(institutionId), event)]);
    if (refused !== undefined) throw new Error(`the answer cannot be sent: ${refused.reason}`);
    return id;
  };

/** Starts an institution. Rejects when `from` is asked for while its group runs elsewhere. */
export async function startOffice<Tx>(plan: OfficePlan<Tx>): Promise<Office> {
  const { institutionId, kafka, groupName = 'office' } = plan;
  const groupId = `${groupPrefix(institutionId)}${groupName}`;
  const topics = [notificationTopic(institutionId), rejectedTopic(institutionId)];
  if (plan.from !== undefined) {
    await kafka.rewind({ groupId, topics, toMs: momentOf(plan.from) });
  }
  const { promise: ended, resolve, reject } = withResolvers();
  const publisher = kafka.makePublisher(reject);
  const send = sender(institutionId, publisher);
  const consumption = kafka.consume({
    groupId,
    listTopics: async () => topics,
    refreshMs: topicsSeldomChangeMs,
    concurrency: plan.concurrency ?? 1,
    onRecord: makeHear(plan, send),
    onFatal: reject,
    log: plan.log,
  });
  return {
    joined: consumption.joined,
    ended,
    send,
    stop: async () => {
      await consumption.stop();
      await publisher.stop();
      resolve();
    },
  };
}

function withResolvers() {
  let resolve = (): void => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve: () => resolve(), reject: (error: Error) => reject(error) };
}
