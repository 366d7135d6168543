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
