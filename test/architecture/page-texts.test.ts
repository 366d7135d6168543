import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { languages } from '../../schemas';
import type { Language } from '../../schemas';

const ROOT = join(__dirname, '../..');

const sourcesIn = (folder: string): readonly (readonly [file: string, source: string])[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => [join(folder, name), readFileSync(join(ROOT, folder, name), 'utf8')] as const);

const web = sourcesIn('web');
const everybody = [...web, ...sourcesIn('workers'), ...sourcesIn('infra/oidc')];

const textsOf = (language: Language): Readonly<Record<string, string>> =>
  parse(readFileSync(join(ROOT, 'policies/texts', `${language}.yaml`), 'utf8')) as Record<
    string,
    string
  >;

/** `page.…` in quotes, wherever it stands: a key is always written out. */
const keysIn = (sources: typeof everybody): ReadonlySet<string> =>
  new Set(
    sources.flatMap(([, source]) =>
      [...source.matchAll(/'(page\.[\w.]+)'/g)].map((match) => match[1] ?? ''),
    ),
  );

describe('an office that works on the page in one of the four languages', () => {
  it.each(languages)('reads in %s every word that the page shows', (language) => {
    const texts = textsOf(language);
    const lost = [...keysIn(everybody)].filter((key) => !Object.hasOwn(texts, key));
    expect(lost).toEqual([]);
  });

  it('meets no word on the page whose key is put together, for nobody could look it up', () => {
    const built = web.filter(([, source]) => /\btext\(\s*`/.test(source));
    expect(built.map(([file]) => file)).toEqual([]);
  });

  it('meets no code whose list of words there is not', () => {
    const groups = new Set(Object.keys(textsOf('de')).map((key) => key.split('.')[0]));
    const unknown = web.flatMap(([file, source]) =>
      [...source.matchAll(/\bword\(\s*'(\w+)'/g)]
        .filter(([, group]) => !groups.has(group ?? ''))
        .map(([call]) => `${file}: ${call}`),
    );
    expect(unknown).toEqual([]);
  });

  it('has no text for the page that nobody shows', () => {
    const shown = keysIn(everybody);
    const idle = Object.keys(textsOf('de')).filter(
      (key) => key.startsWith('page.') && !shown.has(key),
    );
    expect(idle).toEqual([]);
  });
});
