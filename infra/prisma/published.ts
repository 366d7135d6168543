/** Rules that were published under an id and version and differ from what is published now. */
export class AlreadyPublished extends Error {
  override readonly name = 'AlreadyPublished';

  constructor(what: string, id: string, version: string) {
    super(
      `${what} ${id} version ${version} is already published with other contents; ` +
        'running cases rely on it, so the change needs a new version',
    );
  }
}

export type Publication = 'published' | 'unchanged';

/**
 * What was published under one id and version never changes, so it is read and parsed once. `load`
 * runs again only when the key is new here; a failed load is not remembered.
 */
export const onceRead = <T>(load: (id: string, version: string) => Promise<T>) => {
  const known = new Map<string, T>();
  return async (id: string, version: string): Promise<T> => {
    const key = `${id}@${version}`;
    const kept = known.get(key);
    if (kept !== undefined) return kept;
    const read = await load(id, version);
    known.set(key, read);
    return read;
  };
};
