/**
 * Follows the changes of the reader's cases and asks again for what they touch. The old answer stays
 * on the screen meanwhile, so nobody loses the place or the focus.
 */
import { useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { request } from './api';
import { say } from './news';
import { labelled, text, word } from './words';

interface Change {
  readonly caseId: string;
  readonly seq: number;
  readonly type: string;
  readonly at: string;
}

const pauseMs = 2_000;
const settleMs = 300;

const field = (block: string, name: string): string | undefined =>
  new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];

interface Message {
  readonly id: string | undefined;
  readonly change?: Change;
  /** A case that came upon a list, or left it, without a step of its own. */
  readonly relisted?: string;
}

type Hear = (message: Message) => void;

const readBlock = (block: string): Message => {
  const [id, event, data = '{}'] = ['id', 'event', 'data'].map((name) => field(block, name));
  if (event === 'change') return { id, change: JSON.parse(data) as Change };
  if (event === 'lists') return { id, relisted: (JSON.parse(data) as Change).caseId };
  return { id };
};

/** Reads one connection to its end. */
const listen = async (stream: ReadableStream<Uint8Array>, hear: Hear): Promise<void> => {
  let rest = '';
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const blocks = (rest + decoder.decode(part.value, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    blocks.map(readBlock).forEach(hear);
  }
};

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, pauseMs));

interface Ears {
  readonly onChange: (change: Change) => void;
  readonly onRelisted: (caseId: string) => void;
  readonly onLine: (isUp: boolean) => void;
}

/** Hears every change until the signal is given. Some may come twice. */
const follow = async (
  signal: AbortSignal,
  { onChange, onRelisted, onLine }: Ears,
): Promise<void> => {
  let last: string | undefined;
  const hear: Hear = ({ id, change, relisted }) => {
    last = id ?? last;
    if (change !== undefined) onChange(change);
    if (relisted !== undefined) onRelisted(relisted);
  };
  while (!signal.aborted) {
    try {
      const ask = { signal, accept: 'text/event-stream' };
      const response = await request('/v1/events', last === undefined ? ask : { ...ask, last });
      onLine(response.ok);
      if (response.ok && response.body !== null) await listen(response.body, hear);
    } catch {
      // The line broke or the reader left: the loop decides which.
      onLine(signal.aborted);
    }
    await pause();
  }
};

/** Asks again for what changed, a few times a second at most. */
const makeRefresh = (queries: QueryClient): ((caseId: string) => void) => {
  const waiting = new Set<string>();
  let planned: ReturnType<typeof setTimeout> | undefined;
  const run = (): void => {
    planned = undefined;
    for (const id of waiting) void queries.invalidateQueries({ queryKey: ['case', id] });
    waiting.clear();
    void queries.invalidateQueries({ queryKey: ['lists'] });
  };
  return (caseId) => {
    waiting.add(caseId);
    planned ??= setTimeout(run, settleMs);
  };
};

/**
 * Keeps everything on the screen true while the component is there. Answers whether the line is up:
 * while it is not, what is on the screen may be old.
 */
export const useLive = (): boolean => {
  const [isUp, setUp] = useState(true);
  const queries = useQueryClient();
  useEffect(() => {
    const left = new AbortController();
    const refresh = makeRefresh(queries);
    const onChange = ({ caseId, type }: Change): void => {
      say(labelled(`${text('page.case')} ${caseId.slice(0, 8)}`, word('event', type)));
      refresh(caseId);
    };
    void follow(left.signal, { onChange, onRelisted: refresh, onLine: setUp });
    return () => left.abort();
  }, [queries]);
  return isUp;
};
