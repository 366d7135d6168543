/** What somebody sees who is not signed in: why that is so, and the one way on. */
import { useEffect, useRef, useState } from 'react';
import { Button } from '../kit/button';
import { useAbout } from './about';
import { LanguageChoice } from './head';
import { signIn } from './session';
import type { Why } from './session';
import { News, SkipLink } from './shell';
import { text, useLanguage } from './words';

/** The title and what to do, for each reason. */
const reasons: Readonly<Record<Why, () => readonly [title: string, detail: string]>> = {
  welcome: () => [text('page.session.welcome'), text('page.session.welcomeHelp')],
  signedOut: () => [text('page.session.signedOut'), text('page.session.signedOutHelp')],
  expired: () => [text('page.session.expired'), text('page.session.expiredHelp')],
  refused: () => [text('page.session.refused'), text('page.session.refusedHelp')],
  away: () => [text('page.session.away'), text('page.session.awayHelp')],
  failed: () => [text('page.session.failed'), text('page.session.failedHelp')],
};

export const Entrance = ({ why }: { why: Why }) => {
  useLanguage();
  const { profile } = useAbout();
  const [leaving, setLeaving] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const [title, detail] = reasons[why]();
  useEffect(() => {
    document.title = `${title} – ${text('page.title')}`;
  });
  useEffect(() => {
    if (why !== 'welcome') heading.current?.focus();
  }, [why]);
  const leave = (): void => {
    setLeaving(true);
    void signIn().finally(() => setLeaving(false));
  };
  return (
    <>
      <SkipLink />
      <header>
        <p className="name">Relais</p>
        <LanguageChoice />
      </header>
      <main id="content" tabIndex={-1} className="alone">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p>{detail}</p>
        <Button id="sign-in" onPress={leave} isPending={leaving}>
          {text(leaving ? 'page.loading' : 'page.signIn')}
        </Button>
        {profile === 'demo' ? <p className="soft">{text('page.demoNotice')}</p> : null}
      </main>
      <News />
    </>
  );
};
