/** The changes one viewer may see, as the lines of a server-sent event stream. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Change, Changes } from '../../infra/prisma/changes';
import { BadCursor } from '../../infra/prisma/page';
import type { CaseReader, Viewer } from './parts';

export interface Feed {
  readonly cases: Pick<CaseReader, 'listChanges' | 'currentPosition'>;
  readonly viewer: Viewer;
  /** Where the reader stopped the last time; from now on when absent. */
  readonly after: string | undefined;
  /** The end of the reader's token, in milliseconds since 1970. */
  readonly untilMs: number;
  readonly signal: AbortSignal;
  readonly pollMs?: number;
}

const batch = 200;
const heartbeatMs = 15_000;

/** With the line of the case as it is now, at its last change: what comes before is of the past. */
const dataOf = ({ caseId, seq, type, at, row }: Change, isLast: boolean): string =>
  JSON.stringify({ caseId, seq, type, at, ...(isLast ? { row } : {}) });

/** A change of a case is one of its lists too: it is not told twice. */
const eventsOf = ({ changes, relisted }: Changes): readonly string[] => [
  ...changes.map((change, index) => {
    const isLast = changes.findLastIndex(({ caseId }) => caseId === change.caseId) === index;
    return `event: change\ndata: ${dataOf(change, isLast)}\n\n`;
  }),
  ...relisted
    .filter((id) => !changes.some(({ caseId }) => caseId === id))
    .map((caseId) => `event: lists\ndata: ${JSON.stringify({ caseId })}\n\n`),
];

/**
 * Only the last message of a batch carries the position: whoever is cut off in the middle reads the
 * batch once more and misses nothing.
 */
const messagesOf = (news: Changes): string =>
  eventsOf(news)
    .map((event, index, { length }) =>
      index === length - 1 ? `id: ${news.position}\n${event}` : event,
    )
    .join('');

/** A database that is away or overburdened has no news: the line stays, and the next poll asks again. */
const newsOf = async (
  { cases, viewer }: Pick<Feed, 'cases' | 'viewer'>,
  after: string,
): Promise<Awaited<ReturnType<CaseReader['listChanges']>>> => {
  try {
    return await cases.listChanges(viewer, { after, limit: batch });
  } catch (error) {
    if (error instanceof BadCursor) throw error;
    return { position: after, changes: [], relisted: [] };
  }
};

/** Lines until the token ends or the signal is given; a line at least every 15 seconds. */
export const changeFeed = async function* (feed: Feed): AsyncGenerator<string, void> {
  const { cases, viewer, untilMs, signal, pollMs = 1_000 } = feed;
  let position = feed.after ?? (await cases.currentPosition());
  let lastWordMs = Date.now();
  yield `retry: 2000\nid: ${position}\n: following\n\n`;
  while (!signal.aborted && Date.now() < untilMs) {
    const news = await newsOf({ cases, viewer }, position);
    position = news.position;
    const messages = messagesOf(news);
    if (messages !== '') yield messages;
    else if (Date.now() - lastWordMs >= heartbeatMs) yield ': alive\n\n';
    else {
      await wait(pollMs, undefined, { signal }).catch(() => undefined);
      continue;
    }
    lastWordMs = Date.now();
  }
  if (Date.now() >= untilMs) yield 'event: expired\ndata: {}\n\n';
};
