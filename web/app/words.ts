/**
 * Words for codes in the language of the reader, names of institutions, dates and numbers as the
 * Swiss write them. Plain functions: the shell draws every view again when the language changes, so
 * call them while drawing and keep no text in state.
 */
import { useSyncExternalStore } from 'react';
import type { InstitutionView, Language } from '../../schemas/index';

const languages = ['de', 'fr', 'it', 'en'] as const satisfies readonly Language[];
const storageKey = 'relais-language';

let language: Language = 'en';
let known: Readonly<Record<string, string>> = {};
let names: ReadonlyMap<string, InstitutionView['name']> = new Map();
let own: string | undefined;
const listeners = new Set<() => void>();

const find = (tag: string | null): Language | undefined =>
  languages.find((one) => one === tag?.slice(0, 2));

/** The language chosen before; else the first one of the browser that there is; else English. */
export const wantedLanguage = (): Language =>
  [localStorage.getItem(storageKey), ...navigator.languages].map(find).find(Boolean) ?? 'en';

export const currentLanguage = (): Language => language;

/** The locale for `Intl` and for components that format by themselves: `fr-CH`. */
export const locale = (): string => `${language}-CH`;

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The language, drawing the component again when it changes. The shell does it for every view. */
export const useLanguage = (): Language => useSyncExternalStore(subscribe, currentLanguage);

/** Takes words that are there already: what is drawn from now on is drawn with them. */
export const learnWords = (wanted: Language, texts: Readonly<Record<string, string>>): void => {
  known = texts;
  language = wanted;
};

/** Changes all words from now on. Throws when the texts cannot be had; then nothing changes. */
export const speak = async (wanted: Language): Promise<void> => {
  const response = await fetch(`/v1/texts/${wanted}`);
  if (!response.ok) throw new Error(text('page.failed'));
  learnWords(wanted, (await response.json()) as Record<string, string>);
  document.documentElement.lang = wanted;
  localStorage.setItem(storageKey, wanted);
  for (const listener of listeners) listener();
};

/** The text behind a key with its `{name}` places filled; the key itself when there is none. */
export const text = (key: string, blanks: Readonly<Record<string, string | number>> = {}): string =>
  (known[key] ?? key).replace(/\{(\w+)\}/g, (place, name: string) => String(blanks[name] ?? place));

/** The word for a code, `word('caseStatus', 'admitted')`; the code itself when there is none. */
export const word = (group: string, code: string): string => known[`${group}.${code}`] ?? code;

/** The word for a fact by its path, `workCapacity.percent`, or for a group of facts. */
export const fieldWord = (path: string): string => {
  const [field = path] = path.split('.');
  return word('field', field) === field ? word('fieldGroup', field) : word('field', field);
};

/** `Due: 16.02.2026` from two words; French puts a space before the colon. */
export const labelled = (label: string, value: string): string =>
  `${label}${language === 'fr' ? '\u00a0' : ''}: ${value}`;

/** The offices there are, and which of them the reader belongs to. */
export const learnInstitutions = (items: readonly InstitutionView[], ofReader?: string): void => {
  names = new Map(items.map(({ id, name }) => [id, name]));
  own = ofReader;
};

/** The name with the id, `IV-Stelle St. Gallen (sg-iv)`; the id alone when there is no such entry. */
export const institution = (id: string): string => {
  const name = names.get(id)?.[language];
  return name === undefined ? id : `${name} (${id})`;
};

/** The ids of all offices of the directory, in the order of their names. */
export const institutions = (): readonly string[] =>
  [...names.keys()].sort((a, b) => institution(a).localeCompare(institution(b), locale()));

/** The same without the reader's own. */
export const otherInstitutions = (): readonly string[] => institutions().filter((id) => id !== own);

/** The codes that have a word in a group, `codesOf('field')`, in the order of those words. */
export const codesOf = (group: string): readonly string[] =>
  Object.keys(known)
    .filter((key) => key.startsWith(`${group}.`))
    .map((key) => key.slice(group.length + 1))
    .sort((a, b) => word(group, a).localeCompare(word(group, b), locale()));
