/** Addresses to views, each loaded when it is first wanted. */
import { Suspense, lazy } from 'react';
import type { ComponentType, LazyExoticComponent } from 'react';
import { createBrowserRouter, matchPath, useLocation } from 'react-router';
import { Button } from '../kit/button';
import { Page } from '../kit/page';
import { EmptyState, Progress } from '../kit/states';
import { views } from './routes';
import { Shell } from './shell';
import { text, useLanguage } from './words';

/** Draws a view, anew when the language changes, and from the start when the path does. */
const Outside = ({ of: Inside }: { of: LazyExoticComponent<ComponentType> }) => {
  useLanguage();
  const { pathname } = useLocation();
  return (
    <Suspense fallback={<Progress />}>
      <Inside key={pathname} />
    </Suspense>
  );
};

const NoSuchView = () => {
  useLanguage();
  return (
    <Page title={text('page.noSuchView')}>
      <EmptyState>{text('page.noSuchViewHelp')}</EmptyState>
    </Page>
  );
};

/** A view that broke, or whose file is gone because the page was renewed meanwhile. */
const Broken = () => {
  useLanguage();
  return (
    <main className="alone">
      <h1>{text('page.failed')}</h1>
      <p>{text('page.brokenHelp')}</p>
      <Button onPress={() => location.reload()}>{text('page.reload')}</Button>
    </main>
  );
};

/** Begins to load the view of an address while it is found out who wants to see it. */
export const beginLoading = (path: string): void => {
  const view = views.find((one) => matchPath(one.path, path) !== null);
  // When it cannot be had, the router asks again and says so.
  view?.load().catch(() => undefined);
};

export const makeRouter = () =>
  createBrowserRouter([
    {
      element: <Shell />,
      errorElement: <Broken />,
      children: [
        ...views.map(({ path, load }) => ({ path, element: <Outside of={lazy(load)} /> })),
        { path: '*', element: <NoSuchView /> },
      ],
    },
  ]);
