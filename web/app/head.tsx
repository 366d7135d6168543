/** The language, the clock and the account in the head of the page. */
import type { Language } from '../../schemas/index';
import { Button } from '../kit/button';
import { when } from './figures';
import { useDomainClock } from './clock';
import { languageNames } from './languages';
import { say } from './news';
import { signOut, useSession } from './session';
import { institution, speak, text, useLanguage, word } from './words';

/** Changes every word in place; nothing is loaded again and nothing typed is lost. */
export const LanguageChoice = () => {
  const language = useLanguage();
  const change = (wanted: Language): void => {
    speak(wanted).then(
      () => say(''),
      () => say(text('page.failed')),
    );
  };
  return (
    <p className="language">
      <label htmlFor="language">{text('page.language')}</label>
      <select
        id="language"
        value={language}
        onChange={(event) => change(event.target.value as Language)}
      >
        {Object.entries(languageNames).map(([tag, name]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </p>
  );
};

/** The time by which deadlines run, and an honest word when it is bent. */
export const Clock = () => {
  const { nowMs, rate = 1 } = useDomainClock();
  if (nowMs === undefined) return null;
  const now = new Date(nowMs).toISOString();
  return (
    <p className="clock">
      <time dateTime={now}>{when(now)}</time>
      {rate === 1 ? null : <span className="soft"> × {rate}</span>}
    </p>
  );
};

export const AccountBox = () => {
  const session = useSession();
  if (session.status !== 'in') return null;
  const { name, role, institutionId } = session.account;
  return (
    <p className="account">
      <span id="who" title={institution(institutionId)}>
        {name}, {word('role', role)}, {institutionId}
      </span>
      <Button look="quiet" id="sign-out" onPress={signOut}>
        {text('page.signOut')}
      </Button>
    </p>
  );
};
