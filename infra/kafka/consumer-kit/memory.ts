/**
 * What an institution remembers of the events it heard. Kafka brings each event at least once; the
 * effect happens exactly once when it is written in the transaction that remembers the event.
 */
import type { CaseId } from '../../../schemas/index';

/** An event, by the two names that make it unique, and its place in its case. */
export interface Mark {
  readonly source: string;
  readonly id: string;
  /** Absent for what stands in no order: a rejection, a record that could not be read. */
  readonly place?: { readonly caseId: CaseId; readonly sequence: string };
}

/**
 * The port to the institution's own store; `Tx` is its transaction. An implementation over SQL:
 * begin · insert (source, id), and roll back and answer `known` when it was there · run the effect
 * with the transaction · raise the case's sequence to the mark's, never lower it · commit.
 */
export interface EventMemory<Tx> {
  /**
   * Runs the effect and remembers the mark, both or neither; does nothing when it is known. Rejects
   * with the error of the effect.
   */
  once(mark: Mark, effect: (tx: Tx) => Promise<void>): Promise<'new' | 'known'>;
  /** The highest sequence remembered of a case. */
  findLastSequence(caseId: CaseId): Promise<string | undefined>;
}

/** How a mark is kept beside the process, if at all. */
type Keep = (mark: Mark) => Promise<void>;

const keyOf = ({ source, id }: Mark): string => JSON.stringify([source, id]);

/** A memory in this process that starts with what is already known. */
export function rememberingMemory(past: readonly Mark[], keep: Keep): EventMemory<undefined> {
  const known = new Set<string>();
  const last = new Map<CaseId, string>();
  const running = new Map<string, Promise<unknown>>();
  const remember = (mark: Mark): void => {
    known.add(keyOf(mark));
    if (mark.place === undefined) return;
    const { caseId, sequence } = mark.place;
    if (sequence > (last.get(caseId) ?? '')) last.set(caseId, sequence);
  };
  past.forEach(remember);

  return {
    once: async (mark, effect) => {
      const key = keyOf(mark);
      // A consumer that lost its partition may still be at work on the same event.
      while (running.has(key)) await running.get(key)?.catch(() => undefined);
      if (known.has(key)) return 'known';
      const work = effect(undefined)
        .then(() => keep(mark))
        .then(() => remember(mark));
      running.set(key, work);
      try {
        await work;
      } finally {
        running.delete(key);
      }
      return 'new';
    },
    findLastSequence: async (caseId) => last.get(caseId),
  };
}

/** For tests and plays: everything is forgotten with the process. */
export const memoryInProcess = (): EventMemory<undefined> =>
  rememberingMemory([], async () => undefined);
