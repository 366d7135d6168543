/** The frame around every view: skip link, head, navigation, the place for news. */
import { Outlet } from 'react-router';
import type { InstitutionView } from '../../schemas/index';
import { useAbout } from './about';
import type { Page } from './api';
import { useDomainClock } from './clock';
import { AccountBox, Clock, LanguageChoice } from './head';
import { useLive } from './live';
import { Navigation } from './navigation';
import { useNews } from './news';
import { useAsked } from './queries';
import { useAccount } from './session';
import { learnInstitutions, text, useLanguage } from './words';

const slowMs = 60_000;

/** What a reader must know to take the page for what it is. */
const DemoNotice = () => {
  const { profile } = useAbout();
  const { rate = 1 } = useDomainClock(slowMs);
  if (profile !== 'demo' && rate === 1) return null;
  return (
    <aside className="note small" aria-label={text('page.aboutThisPage')}>
      {profile === 'demo' ? <span>{text('page.demoNotice')} </span> : null}
      {rate === 1 ? null : <span>{text('page.clockFast', { rate })}</span>}
    </aside>
  );
};

export const News = () => (
  <p className="news" role="status" id="news">
    {useNews()}
  </p>
);

export const SkipLink = () => (
  <a className="skip" href="#content">
    {text('page.skip')}
  </a>
);

/** Head, view and foot for somebody who is signed in. */
export const Shell = () => {
  useLanguage();
  const isLive = useLive();
  const { institutionId } = useAccount();
  const { data } = useAsked<Page<InstitutionView>>(
    ['reference', 'institutions'],
    '/v1/institutions',
  );
  // Names of offices are words like others: they are there before the views are drawn with them.
  if (data !== undefined) learnInstitutions(data.items, institutionId);
  return (
    <>
      <SkipLink />
      <header>
        <div className="head">
          <p className="name">Relais</p>
          <Clock />
          <LanguageChoice />
          <AccountBox />
        </div>
        <Navigation />
      </header>
      <DemoNotice />
      {isLive ? null : (
        <p className="note" role="status">
          {text('page.reconnecting')}
        </p>
      )}
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
      <News />
    </>
  );
};
