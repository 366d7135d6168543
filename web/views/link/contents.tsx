import { day } from '../../app/figures';
import { text, word } from '../../app/words';
import { Asked, answersTo } from '../../kit/asked';
import { AnswerForm, Refused } from './answers';
import type { Content } from './sheet';

type Of<K extends Content['shows']> = Extract<Content, { shows: K }>;

/** The click before which nothing is shown and nothing can be answered: mail scanners do not click. */
const Open = () => (
  <>
    <p>{text('answer.open_why')}</p>
    <form method="post">
      <input type="hidden" name="kind" value="open" />
      <p className="actions">
        <button type="submit" className="button primary">
          {text('answer.open')}
        </button>
      </p>
    </form>
  </>
);

const Request = ({ view, referralId, until, returned }: Of<'asked'>) => {
  const referral = view.referrals.find(({ id }) => id === referralId);
  if (referral === undefined) return null;
  const actions = answersTo(view, referral);
  const isOpen = actions.some(({ kind }) => kind === returned?.kind);
  return (
    <>
      {returned === undefined || isOpen ? null : <Refused returned={returned} />}
      <Asked view={view} referral={referral} number={view.id.slice(0, 8)}>
        <p className="soft">
          {text('answer.limited_view')} <a href="/answer">{text('answer.sign_in')}</a>
        </p>
        <p>{text('answer.valid', { date: day(until) })}</p>
        {actions.map((action) => (
          <AnswerForm
            key={action.kind}
            action={action}
            returned={returned?.kind === action.kind ? returned : undefined}
          />
        ))}
      </Asked>
    </>
  );
};

const Done = ({ kind, next }: Of<'done'>) => (
  <>
    <p>{text('answer.done', { what: word('command', kind) })}</p>
    {next === undefined ? null : (
      <p>
        <a href={next.path}>{text('answer.next', { date: day(next.until) })}</a>
      </p>
    )}
  </>
);

export const titleOf = (content: Content): string => {
  switch (content.shows) {
    case 'open':
      return text('answer.open_title');
    case 'asked':
      return text('answer.title', { case: content.view.id.slice(0, 8) });
    case 'done':
      return text('answer.done_title');
    case 'fault':
      return word('answer', `${content.fault}_title`);
  }
};

export const Body = ({ content }: { content: Content }) => {
  switch (content.shows) {
    case 'open':
      return <Open />;
    case 'asked':
      return <Request {...content} />;
    case 'done':
      return <Done {...content} />;
    case 'fault':
      return <p>{word('answer', content.fault)}</p>;
  }
};
