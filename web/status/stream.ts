/** Follows the changes of the account's cases; begins again where it was when the line breaks. */
import type { Api } from './api';

export interface Change {
  readonly caseId: string;
  readonly seq: number;
  readonly type: string;
  readonly at: string;
}

const pauseMs = 2_000;
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, pauseMs));

interface Message {
  readonly id: string | undefined;
  readonly change: Change | undefined;
}

const field = (block: string, name: string): string | undefined =>
  new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];

const read = (block: string): Message => {
  const data = field(block, 'event') === 'change' ? field(block, 'data') : undefined;
  return {
    id: field(block, 'id'),
    change: data === undefined ? undefined : (JSON.parse(data) as Change),
  };
};

type Hear = (message: Message) => void;

/** Reads one connection to its end. */
const listen = async (stream: ReadableStream<Uint8Array>, hear: Hear): Promise<void> => {
  let rest = '';
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const blocks = (rest + decoder.decode(part.value, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    blocks.map(read).forEach(hear);
  }
};

const connect = async (api: Api, signal: AbortSignal, last: string | undefined) =>
  fetch('/v1/events', {
    signal,
    headers: {
      authorization: `Bearer ${await api.currentToken()}`,
      ...(last === undefined ? {} : { 'last-event-id': last }),
    },
  });

/** Calls `onChange` for every change until the signal is given. Some may come twice. */
export const follow = async (
  api: Api,
  signal: AbortSignal,
  onChange: (change: Change) => void,
): Promise<void> => {
  let last: string | undefined;
  const hear: Hear = ({ id, change }) => {
    last = id ?? last;
    if (change !== undefined) onChange(change);
  };
  while (!signal.aborted) {
    try {
      const { ok, body } = await connect(api, signal, last);
      if (ok && body !== null) await listen(body, hear);
    } catch {
      // The line broke or the account left: the loop decides which.
    }
    await pause();
  }
};
