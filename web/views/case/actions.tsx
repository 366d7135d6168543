import type { CaseView } from '../../../schemas/index';
import { text } from '../../app/words';
import { ActionButtons } from '../../kit/actions';
import { Section } from '../../kit/page';

/** What the reader may do now: exactly the `allowedActions` of the answer, each with its form. */
export const Actions = ({ view }: { view: CaseView }) => (
  <div className="no-print">
    <Section title={text('page.allowedNow')}>
      {view.allowedActions.length === 0 ? <p>{text('page.nothingAllowed')}</p> : null}
      <ActionButtons view={view} actions={view.allowedActions} />
    </Section>
  </div>
);
