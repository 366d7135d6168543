/**
 * Every `patched` id in use, with the day it came, why, and when it may go. A recorded history in
 * `test/replay/histories` guards each. A case that runs when a patch comes takes the new way at the
 * next place, and keeps the old one for what it did before.
 */
import { patched } from '@temporalio/workflow';

export const patches = {
  'directory-at-firing': {
    since: '2026-11-25',
    why: 'a deadline asks the directory who is there before it speaks: one activity more',
    removeWhen: 'no case is open that let a deadline speak before 0.2.0',
  },
} as const satisfies Readonly<
  Record<string, { readonly since: string; readonly why: string; readonly removeWhen: string }>
>;

/** True where a case goes the new way; the answer stays the same on every replay. */
export const asksDirectory = (): boolean => patched('directory-at-firing');
