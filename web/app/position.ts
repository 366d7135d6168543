/**
 * How far what this page has written reaches in the order of all steps. A list that is asked for with
 * it holds what the reader has just done, or says that it is still catching up.
 */
let written: string | undefined;

/** Positions are numbers that JavaScript would round: `<transaction>-<event>`. */
const partsOf = (position: string): readonly bigint[] => position.split('-').map(BigInt);

const isLater = (one: string, other: string): boolean => {
  const [tx = 0n, event = 0n] = partsOf(one);
  const [otherTx = 0n, otherEvent = 0n] = partsOf(other);
  return tx === otherTx ? event > otherEvent : tx > otherTx;
};

/** Notes the position of an answer to something that was written. Answers may overtake each other. */
export const noteWritten = (position: string | null): void => {
  if (position === null) return;
  if (written === undefined || isLater(position, written)) written = position;
};

/** Lists that say how old they are; other answers know nothing of positions. */
const lists = /^\/v1\/(cases|board|worklists(\/\w+)?)$/;

/** The address of a list, such that the answer holds what was written; any other as it is. */
export const holdingWritten = (address: string): string => {
  const [path = '', query] = address.split('?');
  return written === undefined || !lists.test(path)
    ? address
    : `${address}${query === undefined ? '?' : '&'}atLeast=${written}`;
};

interface Age {
  readonly complete?: boolean;
}

/** Whether a list, or a page of it, does not yet hold what the reader has done. */
export const isBehind = (data: unknown): boolean => {
  if (typeof data !== 'object' || data === null) return false;
  const pages = 'pages' in data ? (data.pages as readonly Age[]) : [data as Age];
  return pages.some(({ complete }) => complete === false);
};
