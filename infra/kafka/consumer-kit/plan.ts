/** What an institution tells the kit: where it reads, what it remembers, what it does. */
import type {
  CaseId,
  CommandBody,
  InstitutionId,
  NoticeEvent,
  RejectionEvent,
} from '../../../schemas/index';
import type { Log } from '../../telemetry/log';
import type { KafkaPort } from '../port';
import type { IncomingRecord } from '../records';
import type { EventMemory } from './memory';
import type { Notice, NoticeType } from './notices';

/** Notices of a case that were sent to this institution and never came. */
export interface Gap {
  readonly caseId: CaseId;
  /** The last sequence heard of the case; undefined when the case was never heard of before. */
  readonly heard: string | undefined;
  /** The sequence of the last notice missing; the one that showed the gap comes next. */
  readonly missing: string;
}

export interface Context<Tx> {
  /** The transaction of the memory: what is written with it is written exactly once. */
  readonly tx: Tx;
  /** Set on the notice that shows a gap: better read the case through the API now. */
  readonly gap: Gap | undefined;
  /** True when a later notice of the case came before this one. */
  readonly late: boolean;
  /**
   * Answers in the case of this notice, through the inbox. The event id follows from the notice and
   * the kind of answer (or from `name`), so a repeated handler does not answer twice.
   */
  answer(body: CommandBody, name?: string): Promise<string>;
}

export type Handlers<Tx> = {
  readonly [T in NoticeType]?: (notice: Notice<T>, context: Context<Tx>) => Promise<void>;
};

/** What could not be handled, after the last attempt. */
export interface Parked {
  readonly record: IncomingRecord;
  /** Undefined when the record could not even be read. */
  readonly notice: NoticeEvent | undefined;
  readonly error: Error;
}

export interface OfficePlan<Tx> {
  readonly institutionId: InstitutionId;
  readonly kafka: KafkaPort;
  readonly memory: EventMemory<Tx>;
  /** One per type of notice. They run at least once; what goes through `tx` happens once. */
  readonly handlers: Handlers<Tx>;
  /** For every notice without a handler of its own. */
  otherwise?(notice: NoticeEvent, context: Context<Tx>): Promise<void>;
  /** Called before the handler of the notice that shows the gap, in the same transaction. */
  onGap(gap: Gap, tx: Tx): Promise<void>;
  /** Takes over what could not be handled; it then counts as heard. Must not fail for good. */
  onParked(parked: Parked, tx: Tx): Promise<void>;
  /** An answer of this institution that the engine did not take. */
  onRejected?(rejection: RejectionEvent, tx: Tx): Promise<void>;
  /** A day (from midnight in Switzerland) or an instant: where this start begins to read. */
  readonly from?: string | undefined;
  /** How often a notice is tried before it is parked; 5 by default. The pauses between grow. */
  readonly attempts?: number;
  /** Distinguishes several systems of one institution; `office` by default. */
  readonly groupName?: string;
  /** How many partitions are worked on at once; one case is never handled twice at once. */
  readonly concurrency?: number;
  readonly log: Log;
}
