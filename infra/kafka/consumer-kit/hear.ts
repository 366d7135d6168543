/**
 * One record of the institution's topics: read, compared with what was heard, handled, remembered.
 * An error comes again after a pause, a bounded number of times; then the record is parked. Dies the
 * process on any line, the record comes again, and the memory knows whether its effect happened.
 */
import { RejectionEvent } from '../../../schemas/index';
import type { CommandBody, NoticeEvent } from '../../../schemas/index';
import { fromRecord } from '../cloud-event';
import type { Handled } from '../consumer';
import type { IncomingRecord } from '../records';
import { rejectedTopic } from '../topics';
import type { Mark } from './memory';
import { readTypedNotice } from './notices';
import type { Context, Gap, OfficePlan } from './plan';

const usualAttempts = 5;

/** Sends an answer and resolves to the id of its event. */
export type SendAnswer = (caseId: string, body: CommandBody, id?: string) => Promise<string>;

type Heard =
  | { readonly kind: 'notice'; readonly notice: NoticeEvent; readonly mark: Mark }
  | { readonly kind: 'rejection'; readonly rejection: RejectionEvent; readonly mark: Mark }
  | { readonly kind: 'unreadable'; readonly error: Error; readonly mark: Mark };

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));

const placeOf = ({ topic, partition, offset }: IncomingRecord): string =>
  `${topic}/${partition}/${offset}`;

function read(record: IncomingRecord, isRejection: boolean): Heard {
  try {
    if (isRejection) {
      const rejection = RejectionEvent.parse(fromRecord(record));
      const { source, id } = rejection;
      return { kind: 'rejection', rejection, mark: { source, id } };
    }
    const notice = readTypedNotice(record);
    const { source, id, partitionkey: caseId, sequence } = notice;
    return { kind: 'notice', notice, mark: { source, id, place: { caseId, sequence } } };
  } catch (error) {
    const mark = { source: 'unreadable', id: placeOf(record) };
    return { kind: 'unreadable', error: asError(error), mark };
  }
}

/** What lies between the last notice heard of a case and this one; undefined when nothing does. */
export function gapBefore(notice: NoticeEvent, heard: string | undefined): Gap | undefined {
  const { previous: missing, partitionkey: caseId } = notice;
  if (missing === undefined || (heard !== undefined && heard >= missing)) return undefined;
  return { caseId, heard, missing };
}

/** The table pairs each type with its handler; TypeScript can not follow a union through it. */
type AnyHandlers<Tx> = Readonly<Record<string, OfficePlan<Tx>['otherwise']>>;

async function callHandler<Tx>(
  plan: OfficePlan<Tx>,
  notice: NoticeEvent,
  context: Context<Tx>,
): Promise<void> {
  const own = (plan.handlers as AnyHandlers<Tx>)[notice.type];
  await (own === undefined ? plan.otherwise?.(notice, context) : own(notice, context));
}

async function tellGap<Tx>(plan: OfficePlan<Tx>, gap: Gap | undefined, tx: Tx): Promise<void> {
  if (gap === undefined) return;
  if (gap.heard === undefined) plan.log.info({ gap }, 'a case of which the beginning is not known');
  else plan.log.warn({ gap }, 'notices of a case are missing');
  await plan.onGap(gap, tx);
}

/** The effect of a notice, and of parking it: both tell of the gap before it first. */
async function effectsOf<Tx>(plan: OfficePlan<Tx>, notice: NoticeEvent, send: SendAnswer) {
  const heard = await plan.memory.findLastSequence(notice.partitionkey);
  const gap = gapBefore(notice, heard);
  const late = heard !== undefined && notice.sequence < heard;
  return {
    handle: async (tx: Tx): Promise<void> => {
      await tellGap(plan, gap, tx);
      const answer = (body: CommandBody, name: string = body.kind): Promise<string> =>
        send(notice.partitionkey, body, `${notice.id}:${name}`);
      await callHandler(plan, notice, { tx, gap, late, answer });
    },
    tellGap: (tx: Tx) => tellGap(plan, gap, tx),
  };
}

/** Makes the handler of everything that comes on the institution's topics. */
export function makeHear<Tx>(
  plan: OfficePlan<Tx>,
  send: SendAnswer,
): (record: IncomingRecord) => Promise<Handled> {
  const { institutionId, memory, log, attempts: limit = usualAttempts } = plan;
  const failures = new Map<string, number>();

  const park = async (record: IncomingRecord, heard: Heard, error: Error): Promise<void> => {
    const notice = heard.kind === 'notice' ? heard.notice : undefined;
    log.error({ err: error, record: placeOf(record), mark: heard.mark }, 'parked: not handled');
    const effects = notice === undefined ? undefined : await effectsOf(plan, notice, send);
    await memory.once(heard.mark, async (tx) => {
      await effects?.tellGap(tx);
      await plan.onParked({ record, notice, error }, tx);
    });
  };

  const take = async (heard: Exclude<Heard, { kind: 'unreadable' }>): Promise<void> => {
    if (heard.kind === 'rejection') {
      const { rejection, mark } = heard;
      log.warn({ rejected: rejection.data.rejected.id, code: rejection.data.code }, 'not taken');
      await memory.once(mark, async (tx) => plan.onRejected?.(rejection, tx));
    } else {
      const { handle } = await effectsOf(plan, heard.notice, send);
      await memory.once(heard.mark, handle);
    }
  };

  return async (record) => {
    const heard = read(record, record.topic === rejectedTopic(institutionId));
    const place = placeOf(record);
    try {
      if (heard.kind === 'unreadable') await park(record, heard, heard.error);
      else await take(heard);
    } catch (error) {
      const failed = (failures.get(place) ?? 0) + 1;
      if (failed < limit || heard.kind === 'unreadable') {
        failures.set(place, failed);
        log.warn({ err: error, record: place, failed }, 'not handled: it comes again');
        return 'later';
      }
      await park(record, heard, asError(error));
    }
    failures.delete(place);
    return 'done';
  };
}
