/** Texts for people, from `policies/texts/<language>.yaml`. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { Language } from '../schemas/index';

const textsDir = resolve(__dirname, '..', 'policies', 'texts');

export type TextParams = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Leaves as `group.key`; a file may be written flat or nested. */
function flatten(node: unknown, path: string, into: Map<string, string>): Map<string, string> {
  if (typeof node === 'string') into.set(path, node);
  else if (typeof node === 'object' && node !== null) {
    for (const [key, child] of Object.entries(node)) {
      flatten(child, path === '' ? key : `${path}.${key}`, into);
    }
  }
  return into;
}

const loaded = new Map<Language, ReadonlyMap<string, string>>();

/** All texts of a language by flat key, read once. Throws when the file is missing or no YAML. */
export function textsOf(language: Language): ReadonlyMap<string, string> {
  const known = loaded.get(language);
  if (known !== undefined) return known;
  const source: unknown = parse(readFileSync(join(textsDir, `${language}.yaml`), 'utf8'));
  const texts = flatten(source, '', new Map());
  loaded.set(language, texts);
  return texts;
}

const shown = (value: TextParams[string]): string =>
  typeof value === 'object' ? value.join(', ') : String(value);

/**
 * The text behind a key with its `{name}` places filled, such as
 * `text('fr', 'refusal.not_found', {})`. An unknown key comes back as itself, and so does a place
 * without a value: a missing word must never keep somebody from being told.
 */
export function text(language: Language, key: string, params: TextParams = {}): string {
  const template = textsOf(language).get(key) ?? key;
  return template.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = params[name];
    return value === undefined ? place : shown(value);
  });
}
