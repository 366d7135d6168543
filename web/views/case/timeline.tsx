import { useTimeline } from '../../app/queries';
import { text, word } from '../../app/words';
import { Section } from '../../kit/page';
import { Answer } from '../../kit/states';
import { DateText } from '../../kit/time';
import { tell } from './tell';

/** The history of a case, newest first, each step with its cause. */
export const Timeline = ({ id }: { id: string }) => (
  <Section title={text('page.timeline')}>
    <Answer of={useTimeline(id)}>
      {(entries) => (
        <ol reversed className="timeline">
          {[...tell(entries)].reverse().map(({ seq, at, type, details, cause }) => (
            <li key={seq} data-type={type}>
              <DateText at={at} /> {word('event', type)}
              {details.length === 0 ? null : <span className="details">{details.join(' · ')}</span>}
              <span className="cause">{cause}</span>
            </li>
          ))}
        </ol>
      )}
    </Answer>
  </Section>
);
