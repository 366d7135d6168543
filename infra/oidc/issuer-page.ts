/** The pages of the development issuer, for people: choose who you are, and leave again. */
import { createHash } from 'node:crypto';
import { languages } from '../../schemas/index';
import type { Language } from '../../schemas/index';
import { text } from '../texts';
import { demoAccounts } from './demo-accounts';
import type { DemoAccount } from './demo-accounts';

const style = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#4a5560;--paper:#fff;--line:#76828e;--accent:#0b4f8a;--on:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#e8ecf0;--soft:#b3bdc7;--paper:#14181d;--line:#8792a0;--accent:#8cc4f5;--on:#0d1116}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:1rem;font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);overflow-wrap:break-word}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;padding:0;list-style:none}
nav a{display:inline-block;padding:.25rem 0}
nav a[aria-current]{font-weight:700;color:var(--ink)}
h2{margin:1.5rem 0 .5rem;font-size:1.125rem}
section ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(17rem,100%),1fr));gap:.5rem;padding:0;list-style:none}
button{width:100%;min-height:3.5rem;padding:.375rem .75rem;border:1px solid var(--line);border-radius:.375rem;font:inherit;text-align:left;color:var(--ink);background:var(--paper);cursor:pointer}
button:hover{border-color:var(--accent)}
button small{display:block;font-size:.9375rem;color:var(--soft)}
button.main{width:auto;min-height:2.5rem;border-color:var(--accent);color:var(--on);background:var(--accent)}
`;
/** Sends the form at once; who has no scripts presses the button. */
const script = `document.querySelector('form').requestSubmit(document.querySelector('button'));`;

const hashOf = (content: string): string =>
  `'sha256-${createHash('sha256').update(content).digest('base64')}'`;

/** Where the page may be opened: on this very machine under both of its names. */
export const pageOrigins = (pageUrl: string): readonly string[] => {
  const { origin } = new URL(pageUrl);
  return [...new Set([origin, origin.replace('//127.0.0.1', '//localhost')])];
};

/** What these pages may do: nothing but show themselves and send their form, back to the page. */
export const issuerPolicy = (pageUrl: string): string =>
  [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(script)}`,
    'img-src data:',
    `form-action 'self' ${pageOrigins(pageUrl).join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');

const escape = (words: string): string =>
  words.replace(/[&<>"]/g, (sign) => `&#${String(sign.charCodeAt(0))};`);

const names: Readonly<Record<Language, string>> = {
  de: 'Deutsch',
  fr: 'Français',
  it: 'Italiano',
  en: 'English',
};

const languageLinks = (current: Language): string =>
  languages
    .map(
      (tag) =>
        `<li><a href="?lang=${tag}" lang="${tag}" hreflang="${tag}"${tag === current ? ' aria-current="true"' : ''}>${names[tag]}</a></li>`,
    )
    .join('');

const page = (language: Language, title: string, body: string): string => `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${escape(title)} – Relais</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">
<style>${style}</style></head>
<body>${body}</body></html>`;

const buttonFor = (language: Language, account: DemoAccount): string => {
  const { username, name, role, institutionId } = account;
  const words = `${text(language, `role.${role}`)}, ${institutionId}`;
  return `<li><button name="username" value="${username}">${name} <small>${escape(words)}</small></button></li>`;
};

const cantons = [...new Set(demoAccounts.map(({ institutionId }) => institutionId.slice(0, 2)))];

const cantonPart = (language: Language, canton: string): string => {
  const own = demoAccounts.filter(({ institutionId }) => institutionId.startsWith(`${canton}-`));
  const title = `${text(language, 'page.canton')} ${canton.toUpperCase()}`;
  return `<section aria-labelledby="${canton}"><h2 id="${canton}">${escape(title)}</h2><ul>
${own.map((account) => buttonFor(language, account)).join('\n')}
</ul></section>`;
};

/** Who do you want to be? One button for each invented person, in the language of the reader. */
export const signInPage = (uid: string, language: Language): string => {
  const say = (key: string): string => escape(text(language, key));
  const title = text(language, 'page.chooseAccount');
  return page(
    language,
    title,
    `<header><nav aria-label="${say('page.language')}"><ul>${languageLinks(language)}</ul></nav></header>
<main><h1>${escape(title)}</h1><p>${say('page.noPassword')}</p>
<form method="post" action="/interaction/${encodeURIComponent(uid)}">
${cantons.map((canton) => cantonPart(language, canton)).join('\n')}
</form></main>`,
  );
};

/** The way out: sent at once, with a button for who has no scripts. `form` comes from the library. */
export const signOutPage = (form: string, language: Language): string => {
  const title = text(language, 'page.signOut');
  const button = `<button class="main" name="logout" value="yes">${escape(title)}</button></form>`;
  const body = form.replace('</form>', button);
  return page(
    language,
    title,
    `<main><h1>${escape(title)}</h1>${body}</main><script>${script}</script>`,
  );
};

const note = (language: Language, key: string): string => {
  const title = text(language, key);
  const body = `<h1>${escape(title)}</h1><p>${escape(text(language, `${key}Help`))}</p>`;
  return page(language, title, `<main>${body}</main>`);
};

/** What went wrong at the door, and what to do. */
export const problemPage = (language: Language): string => note(language, 'page.session.failed');

export const signedOutPage = (language: Language): string =>
  note(language, 'page.session.signedOut');
