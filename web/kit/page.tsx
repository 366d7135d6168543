import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { text } from '../app/words';

let shown = 0;

interface PageProps {
  readonly title: string;
  readonly children: ReactNode;
  /** What stands beside the title: buttons, filters. */
  readonly aside?: ReactNode;
}

/**
 * The frame of every view: its one h1 and the title of the document. Whoever comes from another view
 * stands on the title, so that a screen reader reads where they are.
 */
export const Page = ({ title, aside, children }: PageProps) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – ${text('page.title')}`;
  });
  useEffect(() => {
    shown += 1;
    if (shown > 1) heading.current?.focus();
  }, []);
  return (
    <>
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {aside}
      </div>
      {children}
    </>
  );
};

interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
  /** Another one may have the same title: then it is no landmark, since nobody could tell which. */
  readonly oneOfMany?: boolean;
}

/** A part of a page under its own heading. */
export const Section = ({ title, children, oneOfMany = false }: SectionProps) => {
  const id = useId();
  return (
    <section aria-labelledby={id} role={oneOfMany ? 'group' : undefined}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
};

/** Pairs of a word and what holds; a pair whose value is undefined is left out. */
export const Facts = ({ pairs }: { pairs: readonly (readonly [string, ReactNode])[] }) => (
  <dl className="facts">
    {pairs
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
  </dl>
);
