import type { CaseView } from '../../schemas/index';
import { useTimeline } from '../app/queries';
import { institution, text, word } from '../app/words';
import { DateText } from './time';

/** What happened on a case since a version that somebody looked at; nothing while it stands. */
export const ChangedSince = ({ view, version }: { view: CaseView; version: number }) =>
  view.version > version ? <Changes id={view.id} version={version} /> : null;

const Changes = ({ id, version }: { id: string; version: number }) => {
  const { data = [] } = useTimeline(id);
  return (
    <div className="note" role="status">
      <p>{text('page.changedMeanwhile')}</p>
      <ul data-changed="">
        {data
          .filter(({ seq }) => seq > version)
          .map(({ seq, at, type, by }) => (
            <li key={seq}>
              <DateText at={at} /> {word('event', type)}{' '}
              <span className="soft">
                {by.institutionId === undefined
                  ? word('role', by.role)
                  : institution(by.institutionId)}
              </span>
            </li>
          ))}
      </ul>
    </div>
  );
};
