import type { CaseView } from '../../../schemas/index';
import { day } from '../../app/figures';
import { institution, text, word } from '../../app/words';
import { LinkButton } from '../../kit/button';
import { Facts, Section } from '../../kit/page';
import { DateText } from '../../kit/time';

const Goals = ({ plan }: Required<Pick<CaseView, 'plan'>>) => (
  <ol>
    {plan?.goals.map(({ number, goal, responsible, dueOn, state }) => (
      <li key={number}>
        {word('goal', goal)} ({word('goalState', state)}), {institution(responsible)}, {day(dueOn)}
      </li>
    ))}
  </ol>
);

/** The own policy stands there already; another one is chosen beside it. */
const rehearsal = ({ id, policyId, policyVersion }: CaseView): string =>
  `/rehearse?case=${id}&a=${encodeURIComponent(`${policyId}@${policyVersion}`)}`;

/** Where a case comes from, by which rules it runs, and what was agreed. */
export const About = ({ view }: { view: CaseView }) => (
  <Section title={text('page.caseView.about')}>
    <Facts
      pairs={[
        [text('page.outcome'), view.outcome && word('closureOutcome', view.outcome)],
        [text('page.verdict'), view.verdict && word('verdictOutcome', view.verdict.outcome)],
        [text('page.caseView.confirmed'), view.confirmed && word('verdictOutcome', view.confirmed)],
        [text('page.caseView.meeting'), view.meetingOn && day(view.meetingOn)],
        [text('page.caseView.plan'), view.plan && <Goals key="plan" plan={view.plan} />],
        [text('page.canton'), view.canton.toUpperCase()],
        [text('page.policy'), `${view.policyId} ${view.policyVersion}`],
        [text('page.registeredAt'), <DateText key="at" at={view.registeredAt} />],
        [text('page.registeredBy'), institution(view.registeredBy)],
        [text('page.caseView.keepUntil'), view.keepUntil && day(view.keepUntil)],
      ]}
    />
    {view.reads.includes('ledger') ? (
      <p className="no-print">
        <LinkButton to={rehearsal(view)}>{text('page.caseView.rehearse')}</LinkButton>
      </p>
    ) : null}
  </Section>
);
