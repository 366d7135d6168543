import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { text } from '../../app/words';

/** Which acts a timeline shows stands in the address under this name. */
export const actsParam = 'acts';
export const anchorOf = (seq: number): string => `event-${String(seq)}`;

/** Leads to an event of the timeline below, whatever is filtered away there now. */
export const ToEvent = ({
  seq,
  about,
  children,
}: {
  seq: number;
  about: string;
  children: ReactNode;
}) => {
  const query = new URLSearchParams(useLocation().search);
  query.delete(actsParam);
  return (
    <Link to={{ search: query.toString(), hash: anchorOf(seq) }} preventScrollReset>
      {children}
      <span className="visually-hidden">{` (${text('page.caseView.inTimeline')}: ${about})`}</span>
    </Link>
  );
};
