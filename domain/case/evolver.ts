/** What an event does to a case: a table of these for the events of each topic. */
import type { CaseEvent, EventType } from '../../schemas/index';
import type { CaseState } from './state';

export type Evolver<T extends EventType> = (
  state: CaseState,
  event: Extract<CaseEvent, { type: T }>,
) => CaseState;

export type Evolvers<T extends EventType> = { readonly [K in T]: Evolver<K> };
