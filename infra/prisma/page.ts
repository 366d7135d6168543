/** Pages by key, not by offset: a page costs the same wherever it lies, and new rows move nobody. */
import { z } from 'zod';

export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; absent on the last page. */
  readonly next?: string;
}

/** The page after `after` has at most `limit` items. */
export interface PageRequest {
  readonly limit: number;
  readonly after?: string | undefined;
}

/** A cursor that this system did not make. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor';
}

const Key = z.tuple([z.iso.datetime(), z.uuid()]);
export type PageKey = z.infer<typeof Key>;

const encode = (key: PageKey): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/** The instant and id a cursor stands for. Throws `BadCursor`. */
export function readCursor(cursor: string): PageKey {
  try {
    return Key.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (error) {
    throw new BadCursor('this is not a cursor of a list', { cause: error });
  }
}

/** Cuts rows, of which one more than `limit` was asked for, into a page. */
export function pageOf<T>(rows: readonly T[], limit: number, keyOf: (row: T) => PageKey): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined
    ? { items, next: encode(keyOf(last)) }
    : { items };
}
