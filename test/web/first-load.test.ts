import { buildPage } from '../../workers/api/page-build';
import { textsOf } from '../../infra/texts';
import { gzipSync } from 'node:zlib';
import type { PageFile } from '../../workers/api/parts';

/** What somebody on a slow line waits for before the first view can be used (kilobytes of 1,000). */
const mostBytes = 250_000;

type Files = ReadonlyMap<string, PageFile>;

let files: Files;
beforeAll(async () => {
  files = await buildPage();
});

const get = (address: string): PageFile => {
  const file = files.get(address);
  if (file === undefined) throw new Error(`the page has no ${address}`);
  return file;
};

const named = (body: string, pattern: RegExp): readonly string[] =>
  [...body.matchAll(pattern)].map(([, name = '']) => `/page/${name}`);

const imported = (address: string): readonly string[] =>
  named(get(address).body, /(?:from|import)\s*"\.\/([^"]+)"/g);

/** A script and all that it cannot run without. */
const withImports = (address: string, known = new Set<string>()): ReadonlySet<string> => {
  if (known.has(address)) return known;
  known.add(address);
  for (const other of imported(address)) withImports(other, known);
  return known;
};

const inDocument = (): readonly string[] =>
  [...get('/').body.matchAll(/(?:href|src)="(\/page\/[^"]+)"/g)].map(([, address = '']) => address);

const gzipped = (addresses: Iterable<string>): number =>
  [...addresses].reduce((sum, address) => sum + get(address).gzip.length, 0);

describe('somebody who opens the page for the first time', () => {
  it('waits for no more than 250 kB, whichever view is the first', () => {
    const start = inDocument();
    const [script = ''] = start.filter((address) => address.endsWith('.js'));
    const views = named(get(script).body, /import\("\.\/([^"]+)"\)/g);
    expect(start.filter((address) => address.endsWith('.css'))).toHaveLength(1);
    expect(views.length).toBeGreaterThanOrEqual(8);
    const words = gzipSync(JSON.stringify(Object.fromEntries(textsOf('fr')))).length;
    for (const view of views) {
      const scripts = new Set([...start, ...withImports(script), ...withImports(view)]);
      const bytes = gzipped(['/', ...scripts]) + words;
      expect(bytes).toBeGreaterThan(100_000);
      expect(bytes).toBeLessThanOrEqual(mostBytes);
    }
  });

  it('does not wait for the views that are not opened', () => {
    const [script = ''] = inDocument().filter((address) => address.endsWith('.js'));
    const views = named(get(script).body, /import\("\.\/([^"]+)"\)/g);
    const first = withImports(script);
    for (const view of views) expect(first).not.toContain(view);
  });
});
