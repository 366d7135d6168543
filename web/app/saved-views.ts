/** Views with their filters that the reader keeps under a name; the API shows them to nobody else. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SavedView, SavedViewRequest } from '../../schemas/index';
import { ask } from './api';
import { useAsked } from './queries';

const key = ['reference', 'saved-views'] as const;
const path = '/v1/saved-views';

/** Addresses of the views that can be kept. */
const homes: Readonly<Record<string, string>> = { 'my-day': '/', board: '/board' };

/** Where a kept view is; undefined for one that an earlier page had. */
export const homeOf = ({ view, query }: SavedView): string | undefined => {
  const home = homes[view];
  if (home === undefined) return undefined;
  const params = new URLSearchParams(query);
  return params.size === 0 ? home : `${home}?${params.toString()}`;
};

export const useSavedViews = () => useAsked<{ items: readonly SavedView[] }>(key, path);

/** Keeps a view. The id is drawn once per form, so that a double click keeps one. */
export const useKeepView = () => {
  const queries = useQueryClient();
  return useMutation<SavedView, Error, SavedViewRequest & { readonly id: string }>({
    mutationFn: ({ id, ...body }) => ask(`${path}/${id}`, { method: 'PUT', body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
};

export const useDropView = () => {
  const queries = useQueryClient();
  return useMutation<undefined, Error, string>({
    mutationFn: (id) => ask(`${path}/${id}`, { method: 'DELETE' }),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
};
