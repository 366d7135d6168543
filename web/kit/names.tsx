/**
 * The names behind the lines of a list. Lists hold none: somebody who may presses for them, every press
 * is a read that is noted, and they are gone when the list is left.
 */
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { CaseName, Role } from '../../schemas/index';
import { ask } from '../app/api';
import { number } from '../app/figures';
import { say } from '../app/news';
import { useAccount } from '../app/session';
import { text } from '../app/words';
import { Button } from './button';

/** Who works on cases; of which of them a name is open says the API. */
const mayAsk: readonly Role[] = ['officer', 'contact', 'coordinator'];
/** As many as one question may be about. */
const atOnce = 50;

type Known = ReadonlyMap<string, CaseName | undefined>;

const chunksOf = (ids: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / atOnce) }, (_, at) =>
    ids.slice(at * atOnce, (at + 1) * atOnce),
  );

const askFor = async (ids: readonly string[], signal: AbortSignal): Promise<Known> => {
  const known = new Map<string, CaseName | undefined>(ids.map((id) => [id, undefined]));
  for (const chunk of chunksOf(ids)) {
    const path = `/v1/cases/names?ids=${chunk.join(',')}`;
    const { items } = await ask<{ items: readonly CaseName[] }>(path, { signal });
    for (const item of items) known.set(item.caseId, item);
  }
  return known;
};

/** The questions end with the list: an answer that comes later is not kept. */
const useAsking = (learn: (found: Known) => void) => {
  const [isPending, setPending] = useState(false);
  const asking = useRef(new AbortController());
  useEffect(() => {
    const current = (asking.current = new AbortController());
    return () => current.abort();
  }, []);
  const start = (ids: readonly string[]): void => {
    const { signal } = asking.current;
    setPending(true);
    askFor(ids, signal)
      .then(learn, () => say(text('page.failed')))
      .finally(() => setPending(false));
  };
  return { isPending, start };
};

export interface Names {
  /** The button that brings the names and forgets them again; null for whoever may not. */
  readonly control: ReactNode;
  /** The name of a case, once it was asked for and is open. */
  readonly of: (id: string) => ReactNode;
}

/** Names for the cases that are shown now. */
export const useNames = (ids: readonly string[]): Names => {
  const { role } = useAccount();
  const [known, setKnown] = useState<Known>(new Map());
  const { isPending, start } = useAsking((found) => {
    setKnown((before) => new Map([...before, ...found]));
    const count = [...found.values()].filter(Boolean).length;
    say(count === 0 ? text('page.names.none') : text('page.names.shown', { count: number(count) }));
  });
  const unasked = ids.filter((id) => !known.has(id));
  const forget = (): void => {
    setKnown(new Map());
    say(text('page.names.hidden'));
  };
  const hasAll = ids.length > 0 && unasked.length === 0;
  // One button throughout: whoever pressed it keeps the focus.
  const control = !mayAsk.includes(role) ? null : (
    <p className="actions no-print">
      <Button
        look="quiet"
        id="names"
        isPending={isPending}
        onPress={() => (hasAll ? forget() : start(unasked))}
      >
        {text(hasAll ? 'page.names.hide' : 'page.names.show')}
      </Button>
    </p>
  );
  const of = (id: string): ReactNode => {
    const name = known.get(id);
    return name && <span className="case-name">{`${name.officialName} ${name.firstName}`}</span>;
  };
  return { control, of };
};
