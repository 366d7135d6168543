import type { CaseView } from '../../../schemas/index';
import { institution, text, word } from '../../app/words';
import { Facts } from '../../kit/page';
import { DateText } from '../../kit/time';

const NextDue = ({ nextDue: next }: Pick<CaseView, 'nextDue'>) =>
  next === undefined ? (
    <>{text('page.nothingOwed')}</>
  ) : (
    <>
      {word('deadline', next.kind)}, <DateText at={next.at} away />: {word('level', next.level)};{' '}
      {institution(next.owedBy)}
    </>
  );

/** Where a case stands, in pairs. */
export const Standing = ({ view }: { view: CaseView }) => (
  <Facts
    pairs={[
      [text('page.status'), word('caseStatus', view.status)],
      [text('page.outcome'), view.outcome && word('closureOutcome', view.outcome)],
      [text('page.nextDue'), <NextDue key="due" nextDue={view.nextDue} />],
      [
        text('page.lead'),
        view.leadInstitution === undefined
          ? text('page.nobodyYet')
          : institution(view.leadInstitution),
      ],
      [text('page.verdict'), view.verdict && word('verdictOutcome', view.verdict.outcome)],
      [text('page.canton'), view.canton.toUpperCase()],
      [text('page.policy'), `${view.policyId} ${view.policyVersion}`],
      [text('page.registeredAt'), <DateText key="at" at={view.registeredAt} />],
      [text('page.registeredBy'), institution(view.registeredBy)],
    ]}
  />
);
