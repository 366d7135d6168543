import { useEffect } from 'react';
import { Link, useLocation, useSearchParams } from 'react-router';
import type { TimelineEntry } from '../../../schemas/index';
import { useTimeline } from '../../app/queries';
import { text, word } from '../../app/words';
import { Badge } from '../../kit/badge';
import { Section } from '../../kit/page';
import { Answer } from '../../kit/states';
import { DateText } from '../../kit/time';
import type { Told } from './tell';
import { tell } from './tell';
import { ToEvent, actsParam, anchorOf } from './to-event';

const choices = ['all', 'human', 'automatic'] as const;
type Acts = (typeof choices)[number];

const useActs = (): { readonly acts: Acts; readonly to: (acts: Acts) => string } => {
  const [query] = useSearchParams();
  const acts = choices.find((one) => one === query.get(actsParam)) ?? 'all';
  const to = (wanted: Acts): string => {
    const next = new URLSearchParams(query);
    if (wanted === 'all') next.delete(actsParam);
    else next.set(actsParam, wanted);
    return `?${next.toString()}`;
  };
  return { acts, to };
};

const wordOf = (acts: Acts): string => {
  if (acts === 'all') return text('page.caseView.allActs');
  return acts === 'human' ? text('page.caseView.humanActs') : text('page.caseView.ownActs');
};

const Choice = () => {
  const { acts, to } = useActs();
  return (
    <nav className="no-print" aria-label={text('page.caseView.whichActs')}>
      <ul className="choice">
        {choices.map((one) => (
          <li key={one}>
            <Link
              id={`acts-${one}`}
              to={to(one)}
              preventScrollReset
              aria-current={one === acts ? 'true' : undefined}
            >
              {wordOf(one)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
};

const Entry = ({ entry, isHere }: { entry: Told; isHere: boolean }) => {
  const { seq, at, type, details, cause, why, set, isAutomatic } = entry;
  return (
    <li
      id={anchorOf(seq)}
      data-type={type}
      data-automatic={isAutomatic ? '' : undefined}
      data-here={isHere ? '' : undefined}
      tabIndex={-1}
    >
      <DateText at={at} /> <span className="what">{word('event', type)}</span>{' '}
      {isAutomatic ? <Badge tone="info">{text('page.automatic')}</Badge> : null}
      {details.length === 0 ? null : <span className="details">{details.join(' · ')}</span>}
      <span className="cause">{cause}</span>
      {why.length === 0 ? null : <span className="details why">{why.join(' ')}</span>}
      {set === undefined ? null : (
        <span className="details no-print">
          <ToEvent seq={set} about={String(set)}>
            {text('page.caseView.toClock')}
          </ToEvent>
        </span>
      )}
    </li>
  );
};

/** Whoever follows a link to an event stands on it, also when the history comes in later. */
const useArrival = (hash: string): void => {
  const { key } = useLocation();
  useEffect(() => {
    document.getElementById(hash.slice(1))?.focus();
  }, [hash, key]);
};

const Entries = ({ entries }: { entries: readonly TimelineEntry[] }) => {
  const { acts } = useActs();
  const { hash } = useLocation();
  useArrival(hash);
  const shown = [...tell(entries)]
    .reverse()
    .filter(({ isAutomatic }) => acts === 'all' || isAutomatic === (acts === 'automatic'));
  if (shown.length === 0) return <p>{text('page.caseView.noSuchActs')}</p>;
  return (
    <ol reversed className="timeline">
      {shown.map((entry) => (
        <Entry key={entry.seq} entry={entry} isHere={hash === `#${anchorOf(entry.seq)}`} />
      ))}
    </ol>
  );
};

/** The history of a case, newest first, each step with its cause. */
export const Timeline = ({ id }: { id: string }) => (
  <Section title={text('page.timeline')}>
    <Choice />
    <Answer of={useTimeline(id)}>{(entries) => <Entries entries={entries} />}</Answer>
  </Section>
);
