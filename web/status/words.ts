/** Words for codes in the language of the reader, names of institutions, dates as the Swiss write them. */
import type { InstitutionView, Language } from '../../schemas/index';

const languages = ['de', 'fr', 'it', 'en'] as const satisfies readonly Language[];
const storageKey = 'relais-language';

let language: Language = 'en';
let known: Readonly<Record<string, string>> = {};
let names: ReadonlyMap<string, InstitutionView['name']> = new Map();

const find = (tag: string | null): Language | undefined =>
  languages.find((one) => one === tag?.slice(0, 2));

/** The language chosen before; else the first one of the browser that there is; else English. */
export const wantedLanguage = (): Language =>
  [localStorage.getItem(storageKey), ...navigator.languages].map(find).find(Boolean) ?? 'en';

export const currentLanguage = (): Language => language;

/** Changes all words from now on. Throws when the texts cannot be had; then nothing changes. */
export const speak = async (wanted: Language): Promise<void> => {
  const response = await fetch(`/v1/texts/${wanted}`);
  if (!response.ok) throw new Error(text('page.failed'));
  known = (await response.json()) as Record<string, string>;
  language = wanted;
  localStorage.setItem(storageKey, wanted);
};

/** The text behind a key with its `{name}` places filled; the key itself when there is none. */
export const text = (key: string, blanks: Readonly<Record<string, string | number>> = {}): string =>
  (known[key] ?? key).replace(/\{(\w+)\}/g, (place, name: string) => String(blanks[name] ?? place));

/** The word for a code, `word('caseStatus', 'admitted')`; the code itself when there is none. */
export const word = (group: string, code: string): string => known[`${group}.${code}`] ?? code;

/** `Due: 16.02.2026`; French puts a space before the colon. */
export const labelled = (key: string, value: string): string =>
  `${text(key)}${language === 'fr' ? '\u00a0' : ''}: ${value}`;

export const learnInstitutions = (items: readonly InstitutionView[]): void => {
  names = new Map(items.map(({ id, name }) => [id, name]));
};

/** The name with the id, `IV-Stelle St. Gallen (sg-iv)`; the id alone when there is no such entry. */
export const institution = (id: string): string => {
  const name = names.get(id)?.[language];
  return name === undefined ? id : `${name} (${id})`;
};

const inZurich = { timeZone: 'Europe/Zurich' } as const;
const dateParts = { ...inZurich, day: '2-digit', month: '2-digit', year: 'numeric' } as const;
// The order of day, month and year is the same in all Swiss languages; only the weekday differs.
const dayOf = new Intl.DateTimeFormat('de-CH', dateParts);
const timeOf = new Intl.DateTimeFormat('de-CH', {
  ...inZurich,
  hour: '2-digit',
  minute: '2-digit',
});

/** The Swiss date of an instant or a plain date: `16.02.2026`. */
export const day = (at: string): string => dayOf.format(Date.parse(at));

/** An instant as it reads on a wall in Switzerland: `Mo 16.02.2026, 17:00`. */
export const when = (instant: string | undefined): string => {
  if (instant === undefined) return '';
  const ms = Date.parse(instant);
  const weekday = new Intl.DateTimeFormat(`${language}-CH`, { ...inZurich, weekday: 'short' });
  return `${weekday.format(ms).replace('.', '')} ${dayOf.format(ms)}, ${timeOf.format(ms)}`;
};
