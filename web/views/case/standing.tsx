/** Where a case stands, at one glance: stage, who has the ball, what comes next, who leads. */
import type { ReactNode } from 'react';
import type { CaseView } from '../../../schemas/index';
import { day } from '../../app/figures';
import { institution, labelled, text, word } from '../../app/words';
import { Badge } from '../../kit/badge';
import { Holder } from '../../kit/holder';
import { Level } from '../../kit/level';
import { DateText } from '../../kit/time';

const Tile = ({ title, children }: { title: string; children: ReactNode }) => (
  <div className="tile">
    <dt>{title}</dt>
    <dd>{children}</dd>
  </div>
);

const Stage = ({ view }: { view: CaseView }) => (
  <>
    <p className="big">{word('caseStatus', view.status)}</p>
    <p className="badges">
      {view.urgent && <Badge tone="danger">{text('page.urgent')}</Badge>}
      {view.paused && <Badge tone="warn">{text('page.paused')}</Badge>}
      {view.dormant ? <Badge tone="warn">{text('page.caseView.dormant')}</Badge> : null}
      {view.outcome && <Badge tone="info">{word('closureOutcome', view.outcome)}</Badge>}
    </p>
  </>
);

const Next = ({ nextDue: next }: Pick<CaseView, 'nextDue'>) =>
  next === undefined ? (
    <p className="big">{text('page.nothingOwed')}</p>
  ) : (
    <>
      <p className="big">
        {[word('deadline', next.kind), next.referralId].filter(Boolean).join(' ')}
      </p>
      <p>
        <DateText at={next.at} away />
      </p>
      <p className="badges">
        <Level level={next.level} />
      </p>
      <p>{labelled(text('page.owner'), institution(next.owedBy))}</p>
    </>
  );

const Lead = ({ view }: { view: CaseView }) => {
  const { leadInstitution: lead, delegation, overallResponsibility: responsible } = view;
  if (lead === undefined) return <p className="big">{text('page.nobodyYet')}</p>;
  return (
    <>
      <p className="big">{institution(lead)}</p>
      {view.lead?.interim === true ? (
        <p className="badges">
          <Badge tone="warn">{text('page.caseView.interim')}</Badge>
        </p>
      ) : null}
      {delegation && <p>{text('page.caseView.delegated', { until: day(delegation.until) })}</p>}
      <p>{labelled(text('page.caseView.responsible'), institution(responsible ?? lead))}</p>
    </>
  );
};

export const Standing = ({ view }: { view: CaseView }) => (
  <dl className="tiles" data-standing="">
    <Tile title={text('page.status')}>
      <Stage view={view} />
    </Tile>
    <Tile title={text('page.holder')}>
      <p className="big">
        {view.status === 'closed' ? text('page.nothingOwed') : <Holder of={view.holder} />}
      </p>
    </Tile>
    <Tile title={text('page.nextDue')}>
      <Next nextDue={view.nextDue} />
    </Tile>
    <Tile title={text('page.lead')}>
      <Lead view={view} />
    </Tile>
  </dl>
);
