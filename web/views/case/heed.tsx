/** What stands in the way of a case now; each line says what it is and since when. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { CaseView } from '../../../schemas/index';
import { day } from '../../app/figures';
import { institution, labelled, text, word } from '../../app/words';
import { Badge } from '../../kit/badge';
import type { Tone } from '../../kit/badge';
import { fieldsInWords } from './tell';

interface Line {
  readonly key: string;
  readonly tone: Tone;
  readonly title: string;
  readonly words: ReactNode;
}

const since = (at: string): string => text('page.caseView.since', { on: day(at) });

const stops = ({
  urgent,
  paused,
  dormant,
  leavingTo,
}: CaseView): readonly (Line | '' | undefined)[] => [
  urgent && {
    key: 'urgent',
    tone: 'danger',
    title: text('page.urgent'),
    words: `${word('urgentRisk', urgent.risk)}, ${since(urgent.since)}`,
  },
  paused && {
    key: 'paused',
    tone: 'warn',
    title: text('page.paused'),
    words: [
      word('pauseReason', paused.reason),
      since(paused.since),
      text('page.caseView.reviewOn', { on: day(paused.reviewOn) }),
    ].join(', '),
  },
  dormant
    ? {
        key: 'dormant',
        tone: 'warn',
        title: text('page.caseView.dormant'),
        words: text('page.caseView.dormantHelp'),
      }
    : undefined,
  leavingTo && {
    key: 'leavingTo',
    tone: 'info',
    title: text('page.caseView.moving'),
    words: leavingTo.toUpperCase(),
  },
];

const disputes = (view: CaseView): readonly (Line | '' | undefined)[] => {
  const { leadConflict, leadInstitution = '', override, pingPong, restricted } = view;
  return [
    leadConflict && {
      key: 'leadConflict',
      tone: 'danger',
      title: text('page.caseView.leadConflict'),
      words: `${institution(leadInstitution)} / ${institution(leadConflict)}`,
    },
    override && {
      key: 'override',
      tone: 'warn',
      title: text('page.caseView.secondPerson'),
      words: `${word('verdictOutcome', override.outcome)}, ${word('overrideReason', override.reason)}`,
    },
    pingPong && pingPong.settledAt === undefined
      ? {
          key: 'pingPong',
          tone: 'danger',
          title: text('page.caseView.pingPong'),
          words: `${text('page.caseView.pingPongHelp')} (${since(pingPong.since)})`,
        }
      : undefined,
    restricted?.erasureSince === undefined
      ? undefined
      : {
          key: 'erasure',
          tone: 'warn',
          title: text('page.caseView.erasure'),
          words: since(restricted.erasureSince),
        },
    restricted?.hold && {
      key: 'hold',
      tone: 'info',
      title: text('page.caseView.hold'),
      words: `${word('legalHoldReason', restricted.hold.reason)}, ${since(restricted.hold.since)}`,
    },
  ];
};

const gaps = ({ missing, mergeWith, links = [] }: CaseView): readonly (Line | '' | undefined)[] => [
  missing.length === 0
    ? undefined
    : { key: 'missing', tone: 'warn', title: text('page.missing'), words: fieldsInWords(missing) },
  mergeWith && {
    key: 'mergeWith',
    tone: 'warn',
    title: text('page.caseView.samePerson'),
    words: <Link to={`/cases/${mergeWith}`}>{mergeWith.slice(0, 8)}</Link>,
  },
  ...links.map(({ caseId, link, office }): Line => ({
    key: `${link} ${caseId}`,
    tone: 'info',
    title: word('caseLink', link),
    words: (
      <>
        <Link to={`/cases/${caseId}`}>{caseId.slice(0, 8)}</Link>
        {office === undefined ? null : `, ${labelled(text('page.owner'), institution(office))}`}
      </>
    ),
  })),
];

/** Nothing at all where nothing stands in the way. */
export const Heed = ({ view }: { view: CaseView }) => {
  const lines = [...stops(view), ...disputes(view), ...gaps(view)].filter(
    (line): line is Line => typeof line === 'object',
  );
  if (lines.length === 0) return null;
  return (
    <ul className="heed" aria-label={text('page.caseView.heed')}>
      {lines.map(({ key, tone, title, words }) => (
        <li key={key} data-heed={key}>
          <Badge tone={tone}>{title}</Badge> {words}
        </li>
      ))}
    </ul>
  );
};
