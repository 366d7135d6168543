/** Which cases a view shows, as it stands in the address: one that is shared shows the same. */
import { useSearchParams } from 'react-router';

/** The filters of the API (`CaseFilters`), by the names that they have there. */
export const filterNames = [
  'level',
  'status',
  'canton',
  'institution',
  'from',
  'to',
  'permitGroup',
  'holder',
  'responsible',
] as const;
export type FilterName = (typeof filterNames)[number];
export type Filters = Readonly<Partial<Record<FilterName, string>>>;

const readFilters = (query: URLSearchParams): Filters =>
  Object.fromEntries(
    filterNames.flatMap((name) => {
      const value = query.get(name) ?? '';
      return value === '' ? [] : [[name, value]];
    }),
  );

/** The filters of the address, and how to change one of them; other words of the address stay. */
export const useFilters = () => {
  const [query, setQuery] = useSearchParams();
  const change = (name: FilterName, value: string): void =>
    setQuery(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  const clear = (): void =>
    setQuery(
      (before) =>
        new URLSearchParams(
          [...before].filter(([name]) => !(filterNames as readonly string[]).includes(name)),
        ),
      { replace: true, preventScrollReset: true },
    );
  return { filters: readFilters(query), change, clear };
};

/** The address of the same view with these words in its query; empty ones are left out. */
export const searchOf = (words: Readonly<Record<string, string | undefined>>): string => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(words))
    if (value !== undefined && value !== '') params.set(name, value);
  return params.size === 0 ? '' : `?${params.toString()}`;
};
