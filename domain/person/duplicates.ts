/**
 * Whether two registrations may be about one person (domain.md 6). A hint for people and never more:
 * names are written in many ways, and birth dates are often known in part only (domain.md 5.1).
 */
import type { Person } from '../../schemas/index';

export type Identity = Pick<Person, 'officialName' | 'firstName' | 'birthDate' | 'vn'>;

export type DuplicateReason =
  'same_ahv_number' | 'similar_name_same_birth_date' | 'similar_name_partial_birth_date';

const wordsOf = (name: string): readonly string[] =>
  name
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    // Umlauts are written out as often as not.
    .replaceAll(/([aou])e/g, '$1')
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');

/** How letters sound, by groups that writers of one name mix up; vowels carry no information. */
const sounds: readonly (readonly [RegExp, string])[] = [
  [/ph|v|w|f/g, 'F'],
  [/sch|sh|ch|tsch|zh|sz|ts|tz|z|s|c(?=[eiy])|x/g, 'S'],
  [/ck|kh|gh|c|k|g|q/g, 'K'],
  [/th|dh|d|t/g, 'T'],
  [/b|p/g, 'P'],
  [/[aeiouyhj]/g, ''],
];

/** The sound of a word: equal for "Platzhalter" and "Platzhaltar", "Mohamed" and "Muhammad". */
const soundOf = (word: string): string => {
  const code = sounds.reduce((text, [letters, sound]) => text.replaceAll(letters, sound), word);
  const single = code.replaceAll(/(.)\1+/g, '$1');
  // A name of vowels alone sounds like itself.
  return single === '' ? word : single;
};

const soundsOf = (name: string): readonly string[] => wordsOf(name).map(soundOf);
const yearOf = ({ birthDate }: Identity): string => birthDate.slice(0, 4);

/** Words to look a person up by, under a keyed index only: each name with the year of birth. */
export const nameTokens = (person: Identity): readonly string[] => {
  const all = [...soundsOf(person.officialName), ...soundsOf(person.firstName)];
  return [...new Set(all)].map((sound) => `${sound}:${yearOf(person)}`);
};

const meet = (a: string, b: string): boolean => {
  const known = soundsOf(b);
  return soundsOf(a).some((sound) => known.includes(sound));
};

/** Both names are alike, also where one office took the first name for the last. */
const similarNames = (a: Identity, b: Identity): boolean =>
  (meet(a.officialName, b.officialName) && meet(a.firstName, b.firstName)) ||
  (meet(a.officialName, b.firstName) && meet(a.firstName, b.officialName));

const dates = (a: string, b: string): 'same' | 'compatible' | 'different' => {
  if (a === b && a.length === 'YYYY-MM-DD'.length) return 'same';
  return a.startsWith(b) || b.startsWith(a) ? 'compatible' : 'different';
};

/** Why two registrations may be about one person; undefined when nothing speaks for it. */
export const duplicateReason = (a: Identity, b: Identity): DuplicateReason | undefined => {
  if (a.vn !== undefined && b.vn !== undefined)
    return a.vn === b.vn ? 'same_ahv_number' : undefined;
  const compared = dates(a.birthDate, b.birthDate);
  if (compared === 'different' || !similarNames(a, b)) return undefined;
  return compared === 'same' ? 'similar_name_same_birth_date' : 'similar_name_partial_birth_date';
};
