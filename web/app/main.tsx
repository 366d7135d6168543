/** The entry of the page: words first, then who is signed in, then the view of the address. */
import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { RouterProvider } from 'react-router';
import { AboutProvider, fetchAbout } from './about';
import type { About } from './about';
import { Entrance } from './entrance';
import { makeQueries } from './queries';
import { beginLoading, makeRouter } from './router';
import { startSession, useSession, wantedPath } from './session';
import { locale, speak, useLanguage, wantedLanguage } from './words';

/** Nothing of one account is left when the next one comes: queries and router are theirs alone. */
const Inside = () => {
  const queries = useMemo(makeQueries, []);
  const router = useMemo(makeRouter, []);
  useEffect(() => () => queries.clear(), [queries]);
  return (
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
};

const App = ({ about }: { about: About }) => {
  useLanguage();
  const session = useSession();
  if (session.status === 'starting') return null;
  return (
    <I18nProvider locale={locale()}>
      <AboutProvider value={about}>
        {session.status === 'in' ? (
          <Inside key={session.account.userId} />
        ) : (
          <Entrance why={session.why} />
        )}
      </AboutProvider>
    </I18nProvider>
  );
};

const start = async (place: HTMLElement): Promise<void> => {
  beginLoading(wantedPath());
  const [about] = await Promise.all([fetchAbout(), speak(wantedLanguage())]);
  await startSession(about.issuer);
  createRoot(place).render(<App about={about} />);
};

const place = document.getElementById('page');
if (place === null) throw new Error('the document has no place for the page');
start(place).catch((error: unknown) => {
  // There are no words to say it with yet: the document holds them in all four languages.
  document.getElementById('not-started')?.removeAttribute('hidden');
  console.warn(error);
});
