import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const LANGUAGES = ['de', 'fr', 'it', 'en'] as const;
type Language = (typeof LANGUAGES)[number];

/** Leaves of a text file as 'group.key' → text. */
function leaves(node: unknown, path: readonly string[] = []): [string, unknown][] {
  if (typeof node !== 'object' || node === null) return [[path.join('.'), node]];
  return Object.entries(node).flatMap(([key, child]) => leaves(child, [...path, key]));
}

const textsOf = (language: Language): Map<string, unknown> =>
  new Map(
    leaves(
      parse(readFileSync(join(__dirname, '../../policies/texts', `${language}.yaml`), 'utf8')),
    ),
  );

describe('an office that works in one of the four languages', () => {
  it.each(LANGUAGES)('finds in %s the same keys as in every other language', (language) => {
    const own = textsOf(language);
    const all = new Set(LANGUAGES.flatMap((other) => [...textsOf(other).keys()]));
    expect([...all].filter((key) => !own.has(key))).toEqual([]);
  });

  it.each(LANGUAGES)('finds no empty text in %s', (language) => {
    const empty = [...textsOf(language)].filter(
      ([, text]) => typeof text !== 'string' || text.trim() === '',
    );
    expect(empty.map(([key]) => key)).toEqual([]);
  });
});
