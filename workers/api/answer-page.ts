/** The pages behind a signed link: plain HTML without a script, codes and dates only, no person. */
import { text } from '../../infra/texts';
import type { ActionField, InstitutionView, Language, Refusal } from '../../schemas/index';
import type { AnswerKind } from '../answers';
import { escape } from './html';

export interface AnswerForm {
  readonly kind: AnswerKind;
  readonly fields: readonly ActionField[];
}

export interface AnswerPage {
  readonly language: Language;
  /** Short forms and dates as people read them. */
  readonly caseShort: string;
  readonly purpose: string;
  readonly from: string;
  readonly dueOn?: string | undefined;
  readonly until: string;
  readonly forms: readonly AnswerForm[];
  /** Who might act instead of a decliner. */
  readonly offices: readonly Pick<InstitutionView, 'id' | 'name'>[];
  /** Why the answer just given was not taken. */
  readonly refusal?: Refusal | undefined;
}

const page = (language: Language, title: string, body: string): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(title)}</title>
<link rel="stylesheet" href="/page/style.css">
</head>
<body>
<header><p class="name">Relais</p></header>
<main id="content">
<h1>${escape(title)}</h1>
${body}
</main>
</body></html>`;

const option = (value: string, label: string): string =>
  `<option value="${escape(value)}">${escape(label)}</option>`;

const select = (name: string, label: string, options: readonly string[]): string =>
  `<p><label>${escape(label)}<br><select name="${name}" required><option value=""></option>${options.join('')}</select></label></p>`;

const codesOf = ({ fields }: AnswerForm, name: string): readonly string[] =>
  fields.find((field) => field.name === name)?.codes ?? [];

const declineInputs = (view: AnswerPage, form: AnswerForm): string => {
  const { language, offices } = view;
  const reasons = codesOf(form, 'reason').map((code) =>
    option(code, text(language, `declineReason.${code}`)),
  );
  const owners = offices.map(({ id, name }) => option(id, name[language]));
  return [
    select('reason', text(language, 'answer.reason'), reasons),
    select('nextOwner', text(language, 'answer.next_owner'), owners),
    `<p><label>${escape(text(language, 'answer.until'))}<br><input type="date" name="until"></label></p>`,
  ].join('\n');
};

/** What can be asked for: the facts of a dossier, by name. */
const askInputs = ({ language }: AnswerPage, names: readonly string[]): string =>
  `<fieldset><legend>${escape(text(language, 'answer.fields'))}</legend>${names
    .map(
      (name) =>
        `<p><label><input type="checkbox" name="fields" value="${name}"> ${escape(text(language, `field.${name}`))}</label></p>`,
    )
    .join('\n')}</fieldset>`;

const formOf = (view: AnswerPage, form: AnswerForm, askable: readonly string[]): string => {
  const label = escape(text(view.language, `command.${form.kind}`));
  const inputs =
    form.kind === 'declineReferral'
      ? declineInputs(view, form)
      : form.kind === 'requestInformation'
        ? askInputs(view, askable)
        : '';
  return `<section aria-labelledby="${form.kind}"><h2 id="${form.kind}">${label}</h2>
<form method="post"><input type="hidden" name="kind" value="${form.kind}">
${inputs}
<p><button type="submit">${label}</button></p></form></section>`;
};

const alertOf = ({ language, refusal }: AnswerPage): string =>
  refusal === undefined
    ? ''
    : `<div role="alert"><p><strong>${escape(text(language, `refusal.${refusal.code}.title`, refusal.details))}</strong></p>
<p>${escape(text(language, `refusal.${refusal.code}.detail`, refusal.details))}</p></div>`;

/** The page on which a referral is answered. `askable`: the names of facts. */
export const answerPage = (view: AnswerPage, askable: readonly string[]): string => {
  const { language, caseShort, purpose, from, dueOn, until, forms } = view;
  const say = (key: string, params = {}): string => escape(text(language, `answer.${key}`, params));
  const due = dueOn === undefined ? '' : `<p>${say('due', { date: dueOn })}</p>`;
  return page(
    language,
    text(language, 'answer.title', { case: caseShort }),
    `${alertOf(view)}
<p>${say('about', { office: from, purpose: text(language, `purpose.${purpose}`) })}</p>
${due}
<p>${say('valid', { date: until })}</p>
${forms.map((form) => formOf(view, form, askable)).join('\n')}`,
  );
};

export interface AnswerDone {
  readonly kind: AnswerKind;
  /** Where the next answer can be given, as long as there is one to give. */
  readonly next?: { readonly path: string; readonly until: string } | undefined;
}

/** The page after an answer was taken. */
export const donePage = (language: Language, { kind, next }: AnswerDone): string => {
  const said = text(language, 'answer.done', { what: text(language, `command.${kind}`) });
  const more =
    next === undefined
      ? ''
      : `<p><a href="${escape(next.path)}">${escape(text(language, 'answer.next', { date: next.until }))}</a></p>`;
  return page(language, text(language, 'answer.done_title'), `<p>${escape(said)}</p>${more}`);
};

/** The page before the link belongs to a browser: mail scanners come this far and no further. */
export const openPage = (language: Language): string => {
  const say = (key: string): string => escape(text(language, `answer.${key}`));
  return page(
    language,
    text(language, 'answer.open_title'),
    `<p>${say('open_why')}</p>
<form method="post"><input type="hidden" name="kind" value="open">
<p><button type="submit">${say('open')}</button></p></form>`,
  );
};

/** Why a link can not be used. */
export const linkFaults = [
  'invalid',
  'expired',
  'used',
  'closed',
  'forwarded',
  'limited',
  'away',
] as const;
export type LinkFaultPage = (typeof linkFaults)[number];

export const faultPage = (language: Language, fault: LinkFaultPage): string =>
  page(
    language,
    text(language, `answer.${fault}_title`),
    `<p>${escape(text(language, `answer.${fault}`))}</p>`,
  );
