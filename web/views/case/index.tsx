/** One case: where it stands, what the reader may do, its referrals and clocks, what happened and why. */
import { useParams } from 'react-router';
import type { CaseView } from '../../../schemas/index';
import { useCase } from '../../app/queries';
import { text } from '../../app/words';
import { Page } from '../../kit/page';
import { Answer } from '../../kit/states';
import { About } from './about';
import { Actions } from './actions';
import { Consent } from './consent';
import { Dossier } from './dossier';
import { Heed } from './heed';
import { Clocks, Lanes, Path } from './lanes';
import { Ledger } from './ledger';
import { Standing } from './standing';
import { Timeline } from './timeline';

const Shown = ({ view }: { view: CaseView }) => (
  <>
    <Standing view={view} />
    <Heed view={view} />
    <Path id={view.id} />
    <Actions view={view} />
    <Lanes view={view} />
    <Clocks deadlines={view.deadlines} />
    <div className="halves">
      <Consent view={view} />
      <About view={view} />
    </div>
    <Dossier view={view} />
    <Ledger view={view} />
  </>
);

const Case = () => {
  const { id = '' } = useParams();
  const view = useCase(id);
  return (
    <div className="case">
      <Page title={`${text('page.case')} ${id.slice(0, 8)}`}>
        <Answer of={view}>{(shown) => <Shown view={shown} />}</Answer>
        <Timeline id={id} />
      </Page>
    </div>
  );
};

export default Case;
