import { useState } from 'react';
import { Link } from 'react-router';
import type { CaseRow, DossierView } from '../../../schemas/index';
import { useAsked, useCase } from '../../app/queries';
import { useAccount } from '../../app/session';
import { text } from '../../app/words';
import { ActionButtons } from '../../kit/actions';
import { Asked, answersTo } from '../../kit/asked';
import { Button } from '../../kit/button';
import { Said } from '../../kit/said';
import { Answer } from '../../kit/states';

/** The facts that the grant opens, without the person: enough to say whether one is competent. */
const Known = ({ id }: { id: string }) => {
  const known = useAsked<DossierView>(['case', id, 'facts'], `/v1/cases/${id}/dossier?part=facts`);
  return (
    <Answer of={known}>
      {({ facts }) => (
        <div data-known="">
          <Said of="facts" said={facts} />
        </div>
      )}
    </Answer>
  );
};

const Preview = ({ id }: { id: string }) => {
  const [isOpen, open] = useState(false);
  return (
    <>
      <p className="soft">{text('page.answer.limited')}</p>
      {isOpen ? <Known id={id} /> : null}
      <p>
        <Button
          look="quiet"
          id={`facts-${id}`}
          aria-expanded={isOpen}
          onPress={() => open(!isOpen)}
        >
          {text(isOpen ? 'page.answer.hideFacts' : 'page.answer.showFacts')}
        </Button>
      </p>
    </>
  );
};

/** One case of the inbox, with what is asked of the own office. */
export const Letter = ({ row: { id } }: { row: CaseRow }) => {
  const { institutionId } = useAccount();
  return (
    <div className="letter" data-case={id}>
      <Answer of={useCase(id)}>
        {(view) => (
          <>
            {view.referrals
              .filter((one) => one.to === institutionId && answersTo(view, one).length > 0)
              .map((one) => (
                <Asked
                  key={one.id}
                  view={view}
                  referral={one}
                  number={<Link to={`/cases/${id}`}>{id.slice(0, 8)}</Link>}
                >
                  <Preview id={id} />
                  <ActionButtons view={view} actions={answersTo(view, one)} />
                </Asked>
              ))}
          </>
        )}
      </Answer>
    </div>
  );
};
