export const sees = (): unknown[] => [fetch, process, WeakRef];
