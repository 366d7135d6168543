/**
 * The pages behind a signed link, drawn where the API runs and sent without a script: the same parts,
 * words and rules as the page for those who sign in (docs/adr/0023-answering.md).
 */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { languageNames } from '../../app/languages';
import { learnInstitutions, learnWords, locale, text } from '../../app/words';
import { Body, titleOf } from './contents';
import { readPosted } from './posted';
import type { Content, LinkPage, Sheet, Words } from './sheet';

const learn = ({ language, texts, institutions, own }: Words): void => {
  learnWords(language, texts);
  learnInstitutions(institutions, own);
};

/** The clock is known already: nothing is asked for while drawing. */
const queriesFor = (content: Content): QueryClient => {
  const queries = new QueryClient();
  if (content.shows === 'asked') queries.setQueryData(['reference', 'clock'], content.clock);
  return queries;
};

/** Links, for there is no script: they come before anything is typed. */
const Languages = ({ current }: { current: string }) => (
  <nav aria-label={text('page.language')}>
    <ul className="languages">
      {Object.entries(languageNames).map(([tag, name]) => (
        <li key={tag}>
          <a
            href={`?language=${tag}`}
            lang={tag}
            hrefLang={tag}
            aria-current={tag === current ? 'true' : undefined}
          >
            {name}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

const Document = ({ words: { language }, style, content }: Sheet) => {
  const title = titleOf(content);
  const wrong = content.shows === 'asked' ? content.returned?.problem.title : undefined;
  return (
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{[wrong, title, text('page.title')].filter(Boolean).join(' – ')}</title>
        {style === undefined ? null : <link rel="stylesheet" href={style} />}
      </head>
      <body>
        <a className="skip" href="#content">
          {text('page.skip')}
        </a>
        <header>
          <p className="name">Relais</p>
          <Languages current={language} />
        </header>
        <main id="content" tabIndex={-1} className="link-sheet">
          <h1>{title}</h1>
          <Body content={content} />
        </main>
      </body>
    </html>
  );
};

export const drawSheet: LinkPage['drawSheet'] = (sheet) => {
  learn(sheet.words);
  const document = renderToStaticMarkup(
    <QueryClientProvider client={queriesFor(sheet.content)}>
      <I18nProvider locale={locale()}>
        <Document {...sheet} />
      </I18nProvider>
    </QueryClientProvider>,
  );
  return `<!doctype html>${document}`;
};

export const readAnswer: LinkPage['readAnswer'] = (words, action, posted) => {
  learn(words);
  return readPosted(action, posted);
};
