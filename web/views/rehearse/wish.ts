/** What is to be played, as it stands in the address. */
import { useSearchParams } from 'react-router';
import type { InstitutionKind, OfficeAnswer, OfficeConduct } from '../../../schemas/index';

export const answers = [
  'accepts',
  'asks',
  'declines',
  'silent',
] as const satisfies readonly OfficeAnswer[];
export const lengths = [30, 90, 180, 400] as const;
const usualDays = 180;

/** How every office behaves of which nothing is said. */
export const usual = { answer: 'accepts', afterBD: 3 } as const;

/** A version of a policy in one word, as it stands in the address: `ZH-netzwerk@2`. */
export interface Version {
  readonly id: string;
  readonly version: string;
}

export const nameOf = ({ id, version }: Version): string => `${id}@${version}`;

export const versionIn = (name: string): Version => {
  const at = name.lastIndexOf('@');
  return { id: name.slice(0, at), version: name.slice(at + 1) };
};

export interface Wish {
  readonly scenario: string;
  /** A case instead of a scenario: its id. */
  readonly case: string;
  /** The policy that is played, and another to compare it with. */
  readonly a: string;
  readonly b: string;
  readonly days: number;
  readonly offices: readonly OfficeConduct[];
}

/** Whether something may be the id of a case; half an id is not asked for. */
export const isCaseId = (words: string): boolean =>
  /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(words);

const conductIn = (words: string): OfficeConduct[] => {
  const [kind, answer, after] = words.split('.');
  const known = answers.find((one) => one === answer);
  const afterBD = Number(after);
  return kind === undefined || known === undefined || !Number.isInteger(afterBD)
    ? []
    : [{ kind: kind as InstitutionKind, answer: known, afterBD }];
};

const inWords = (offices: readonly OfficeConduct[]): string =>
  offices.map(({ kind, answer, afterBD }) => `${kind}.${answer}.${afterBD}`).join('~');

/** The wish, and how to change a part of it. */
export const useWish = () => {
  const [query, setQuery] = useSearchParams();
  const days = Number(query.get('days'));
  const wish: Wish = {
    scenario: query.get('scenario') ?? '',
    case: query.get('case') ?? '',
    a: query.get('a') ?? '',
    b: query.get('b') ?? '',
    days: lengths.find((one) => one === days) ?? usualDays,
    offices: (query.get('offices') ?? '').split('~').flatMap(conductIn),
  };
  const set = (name: keyof Wish, value: string): void => {
    const next = new URLSearchParams(query);
    if (value === '') next.delete(name);
    else next.set(name, value);
    // It is played either on a scenario or on a case.
    if (value !== '' && name === 'scenario') next.delete('case');
    if (value !== '' && name === 'case') next.delete('scenario');
    setQuery(next, { replace: true, preventScrollReset: true });
  };
  const behave = (conduct: OfficeConduct): void =>
    set('offices', inWords([...wish.offices.filter(({ kind }) => kind !== conduct.kind), conduct]));
  return { wish, set, behave };
};
