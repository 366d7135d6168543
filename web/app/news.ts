/** What is said aloud without moving anybody: the polite live region at the foot of the page. */
import { useSyncExternalStore } from 'react';

let words = '';
const listeners = new Set<() => void>();

/** Says something in the live region; the last word stays until the next one. */
export const say = (next: string): void => {
  words = next;
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useNews = (): string => useSyncExternalStore(subscribe, () => words);
