/** One case: what holds, what runs, what the reader may do, what happened. */
import { useParams } from 'react-router';
import { useCase } from '../../app/queries';
import { text } from '../../app/words';
import { Page } from '../../kit/page';
import { Answer } from '../../kit/states';
import { Actions } from './actions';
import { Standing } from './facts';
import { Clocks, Referrals } from './tables';
import { Timeline } from './timeline';

const Case = () => {
  const { id = '' } = useParams();
  const view = useCase(id);
  return (
    <Page title={`${text('page.case')} ${id.slice(0, 8)}`}>
      <Answer of={view}>
        {(shown) => (
          <>
            <Standing view={shown} />
            <Actions view={shown} />
            <Referrals referrals={shown.referrals} />
            <Clocks deadlines={shown.deadlines} />
          </>
        )}
      </Answer>
      <Timeline id={id} />
    </Page>
  );
};

export default Case;
