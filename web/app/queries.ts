/**
 * What views ask the API for. The first word of a key says when it is asked again: `case` (and its
 * id) when that case changes, `lists` when any case changes, `reference` only when it is old.
 */
import {
  QueryClient, useInfiniteQuery, useMutation, useQuery, useQueryClient,
} from '@tanstack/react-query'; // prettier-ignore
import type { CaseView, CommandResult, TimelineEntry } from '../../schemas/index';
import { ApiProblem, address, ask, command } from './api';
import type { Page } from './api';
import { holdingWritten, isBehind } from './position';

export type Query = Readonly<Record<string, string | number | undefined>>;

const keepMs = 5 * 60_000;
const mostRetries = 2;

/** A refusal stays one however often it is asked; a line that broke may be back in a moment. */
const worthAnother = (failures: number, error: Error): boolean =>
  failures < mostRetries && !(error instanceof ApiProblem && error.status < 500);

export const makeQueries = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { retry: worthAnother, gcTime: keepMs, staleTime: 10_000, throwOnError: false },
    },
  });

const catchUpMs = 1_000;

/** A list that does not hold yet what the reader has done is asked again until it does. */
const untilCaughtUp = ({ state }: { state: { data?: unknown } }): number | false =>
  isBehind(state.data) ? catchUpMs : false;

/** One answer under a key; see the head of this file for the first word. */
export const useAsked = <T>(key: readonly unknown[], path: string, enabled = true) =>
  useQuery({
    queryKey: key,
    queryFn: ({ signal }) => ask<T>(holdingWritten(path), { signal }),
    enabled,
    refetchInterval: untilCaughtUp,
  });

/** A list, page after page; `query` without `after`. */
export const usePages = <T>(key: readonly unknown[], path: string, query: Query = {}) =>
  useInfiniteQuery({
    queryKey: [...key, path, query],
    queryFn: ({ pageParam, signal }) =>
      ask<Page<T>>(holdingWritten(address(path, { ...query, after: pageParam })), { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    refetchInterval: untilCaughtUp,
  });

export const useCase = (id: string) => useAsked<CaseView>(['case', id], `/v1/cases/${id}`);

const wholeTimeline = async (
  id: string,
  signal: AbortSignal,
): Promise<readonly TimelineEntry[]> => {
  const all: TimelineEntry[] = [];
  let after: string | undefined;
  do {
    const path = address(`/v1/cases/${id}/timeline`, { limit: 200, after });
    const page = await ask<Page<TimelineEntry>>(path, { signal });
    all.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return all;
};

/** The whole history of a case, oldest first. */
export const useTimeline = (id: string) =>
  useQuery({
    queryKey: ['case', id, 'timeline'],
    queryFn: ({ signal }) => wholeTimeline(id, signal),
  });

export interface Given {
  readonly view: Pick<CaseView, 'id' | 'version'>;
  readonly body: object;
  /** Draw one per form that is opened, so that a double click is one command. */
  readonly key?: string;
}

/** Gives a command; the answer is shown at once, and every list is asked again. */
export const useCommand = () => {
  const queries = useQueryClient();
  return useMutation<CommandResult, Error, Given>({
    mutationFn: ({ view, body, key }) => command(view, body, key),
    onSuccess: ({ case: view }) => {
      queries.setQueryData(['case', view.id], view);
      void queries.invalidateQueries({ queryKey: ['case', view.id, 'timeline'] });
      void queries.invalidateQueries({ queryKey: ['lists'] });
    },
    onError: (_error, { view }) => {
      void queries.invalidateQueries({ queryKey: ['case', view.id] });
    },
  });
};
