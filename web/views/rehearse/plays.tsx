import type { Rehearsal, RehearsedMoment } from '../../../schemas/index';
import { day } from '../../app/figures';
import { institution, labelled, text, word } from '../../app/words';
import { Badge } from '../../kit/badge';
import { Level } from '../../kit/level';
import { Facts, Section } from '../../kit/page';
import { DataTable } from '../../kit/table';
import { DateText } from '../../kit/time';
import { rowsOf } from './days';
import type { DayOf } from './days';
import { nameOf } from './wish';

export const titleOf = ({ policyId: id, policyVersion: version }: Rehearsal): string =>
  nameOf({ id, version });

const Moment = ({ moment: { by, events, refused, referrals } }: { moment: RehearsedMoment }) => (
  <>
    {by === undefined ? text('page.automatic') : institution(by)}
    {': '}
    {events.map((type) => word('event', type)).join(', ')}
    {referrals.length === 0 ? null : ` (${referrals.join(', ')})`}
    {refused === undefined ? null : (
      <Badge tone="danger">
        {text('page.rehearse.refused', {
          command: word('command', refused.command),
          why: word('refusal', `${refused.code}.title`),
        })}
      </Badge>
    )}
  </>
);

/** What happens on a day, what the ladder says, what runs out. */
const Day = ({ day: { path, ladder, due } }: { day: DayOf }) =>
  path.length + ladder.length + due.length === 0 ? (
    <>–</>
  ) : (
    <ul className="day">
      {path.map((moment) => (
        <li key={`${moment.at} ${moment.events.join()} ${moment.refused?.command ?? ''}`}>
          <Moment moment={moment} />
        </li>
      ))}
      {ladder.map(({ at, deadline, referralId, level, owedBy }) => (
        <li key={`${at} ${deadline} ${referralId ?? ''} ${level}`}>
          <span className="badges">
            <Level level={level} />
            {[word('deadline', deadline), referralId].filter(Boolean).join(' ')},{' '}
            {institution(owedBy)}
          </span>
        </li>
      ))}
      {due.map(({ key, kind, referralId, owedBy }) => (
        <li key={key}>
          <span className="badges">
            <Badge tone="info">{text('page.dueOn')}</Badge>
            {[word('deadline', kind), referralId].filter(Boolean).join(' ')}, {institution(owedBy)}
          </span>
        </li>
      ))}
    </ul>
  );

/** The calendar: each day on which something happens, a column for each play. */
export const Days = ({ plays }: { plays: readonly Rehearsal[] }) => (
  <DataTable
    caption={text('page.rehearse.dayByDay')}
    rows={rowsOf(plays)}
    keyOf={({ on }) => on}
    columns={[
      { title: text('page.rehearse.day'), cell: ({ on }) => <DateText at={on} /> },
      ...plays.map((play, side) => ({
        title: titleOf(play),
        cell: ({ sides }: { readonly sides: readonly DayOf[] }) => {
          const found = sides[side];
          return found === undefined ? null : <Day day={found} />;
        },
      })),
    ]}
  />
);

/** The statuses through which a case goes, each once where it stays in it. */
const stagesOf = ({ path }: Rehearsal): RehearsedMoment[] =>
  path.filter((moment, index) => moment.status !== path[index - 1]?.status);

/** The path of one play at a glance. */
export const Play = ({ play }: { play: Rehearsal }) => (
  <Section title={titleOf(play)}>
    <Facts
      pairs={[
        [text('page.rehearse.period'), `${day(play.from)} – ${day(play.to)}`],
        [text('page.rehearse.registers'), institution(play.registeredBy)],
        [
          text('page.verdict'),
          play.verdict === undefined ? undefined : word('verdictOutcome', play.verdict),
        ],
        [text('page.rehearse.spoken'), play.ladder.length],
      ]}
    />
    <ol className="stages">
      {stagesOf(play).map(({ at, on, status }) => (
        <li key={at}>{labelled(day(on), word('caseStatus', status ?? ''))}</li>
      ))}
    </ol>
    {play.cut ? <p>{text('page.rehearse.cut')}</p> : null}
  </Section>
);
