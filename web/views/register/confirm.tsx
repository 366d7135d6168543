import { Link, useNavigate } from 'react-router';
import type { CaseView } from '../../../schemas/index';
import { institution, text, word } from '../../app/words';
import { ActionForm } from '../../kit/action-form';
import type { Values } from '../../kit/action-values';
import { textIn } from '../../kit/action-values';
import { Section } from '../../kit/page';
import { Progress } from '../../kit/states';

interface Props {
  readonly view: CaseView;
  readonly plan: readonly Values[];
}

/** The coordination decides here; who is thought of is not lost. */
const ForOthers = ({ view, plan }: Props) => (
  <>
    <p>{text('page.register.othersConfirm')}</p>
    <ul>
      {plan.map(({ to, purpose }) => (
        <li key={`${textIn(to)}-${textIn(purpose)}`}>
          {institution(textIn(to))}: {word('purpose', textIn(purpose))}
        </li>
      ))}
    </ul>
    <p>
      <Link to={`/cases/${view.id}`}>{text('page.register.openCase')}</Link>
    </p>
  </>
);

/** A person confirms what the criteria advise, and sends the referrals with it. */
export const Confirm = ({ view, plan }: Props) => {
  const navigate = useNavigate();
  const isJudged = view.verdict !== undefined || view.status !== 'registered';
  const action = view.allowedActions.find(({ kind }) => kind === 'confirmVerdict');
  if (!isJudged) return <Progress words={text('page.register.judging')} />;
  return (
    <Section title={text('page.register.confirm')}>
      {view.verdict === undefined ? null : (
        <p id="advised" data-outcome={view.verdict.outcome}>
          {text('page.register.advised')}{' '}
          <strong>{word('verdictOutcome', view.verdict.outcome)}</strong>
        </p>
      )}
      {action === undefined ? (
        <ForOthers view={view} plan={plan} />
      ) : (
        <ActionForm
          view={view}
          action={action}
          start={{ referrals: plan }}
          onDone={() => void navigate(`/cases/${view.id}`)}
        />
      )}
    </Section>
  );
};
