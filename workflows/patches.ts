/**
 * Every `patched` id in use, with the day it came, why, and when it may go. None so far.
 * A recorded history in `test/replay/histories` guards each.
 */
export const patches = {} as const satisfies Readonly<
  Record<string, { readonly since: string; readonly why: string; readonly removeWhen: string }>
>;
