import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { ApiProblem, Unreachable } from '../app/api';
import { isBehind } from '../app/position';
import { text } from '../app/words';
import { Button } from './button';

const patienceMs = 100;

/** A sign of progress, shown only after 100 ms: what is quick does not flicker. */
export const Progress = ({ words }: { words?: string }) => {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p className="progress" role="status">
      {late ? (words ?? text('page.loading')) : ''}
    </p>
  );
};

/** Nothing is here, and why that is so or what would bring something. */
export const EmptyState = ({ children }: { children: ReactNode }) => (
  <div className="empty">{children}</div>
);

const wordsFor = (error: Error): readonly [title: string, detail: string] => {
  if (error instanceof ApiProblem) return [error.title, error.detail];
  if (error instanceof Unreachable) return [text('page.unreachable'), text('page.unreachableHelp')];
  return [text('page.failed'), text('page.failedHelp')];
};

/** What went wrong and what to do about it. `onRetry` where asking again may help. */
export const ErrorNote = ({ error, onRetry }: { error: Error; onRetry?: () => void }) => {
  const [title, detail] = wordsFor(error);
  const errors = error instanceof ApiProblem ? error.errors : [];
  return (
    <div className="error-note" role="alert">
      <p>
        <strong>{title}</strong> {detail}
      </p>
      {errors.length === 0 ? null : (
        <ul>
          {errors.map((one) => (
            <li key={JSON.stringify(one)}>
              <code>{'path' in one ? one.path : one.rule}</code>: {one.expected}
            </li>
          ))}
        </ul>
      )}
      {onRetry === undefined ? null : (
        <Button look="quiet" onPress={onRetry}>
          {text('page.retry')}
        </Button>
      )}
    </div>
  );
};

/** A list that is older than what the reader has just done says so; it is asked again meanwhile. */
const CatchingUp = ({ of }: { of: unknown }) => (
  <div role="status" className="catching-up">
    {isBehind(of) ? <p className="note">{text('page.catchingUp')}</p> : null}
  </div>
);

interface Asked<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

/** Draws what was asked for: progress at first, the error with another try, or the answer. */
export function Answer<T>({ of, children }: { of: Asked<T>; children: (data: T) => ReactNode }) {
  const retry = (): void => void of.refetch();
  if (of.data !== undefined) {
    return (
      <>
        {of.error === null ? null : <ErrorNote error={of.error} onRetry={retry} />}
        <CatchingUp of={of.data} />
        {children(of.data)}
      </>
    );
  }
  return of.error === null ? <Progress /> : <ErrorNote error={of.error} onRetry={retry} />;
}
