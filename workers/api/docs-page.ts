/** The OpenAPI document as a page to read: plain HTML, made here, nothing fetched from anywhere. */
import { refusalStatus } from '../../schemas/index';
import type { RefusalCode } from '../../schemas/index';
import { text } from '../../infra/texts';
import { componentSection, shapeOf } from './docs-schema';
import type { Schema } from './docs-schema';
import { escape, paragraphs } from './html';

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly unknown[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: Schema }>> };
  readonly responses?: Readonly<Record<string, Answer>>;
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
}
interface Answer {
  readonly description?: string;
  readonly content?: Readonly<Record<string, { schema: Schema }>>;
}
interface Document {
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description?: string;
  };
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

interface Entry {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

const entriesOf = (document: Document): Entry[] =>
  Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

/** The whole page. */
export const docsPage = (
  openapi: unknown,
  codes: readonly RefusalCode[],
  style: string | undefined,
): string => {
  const document = openapi as Document;
  const entries = entriesOf(document);
  const schemas = document.components?.schemas ?? {};
  const groups = (document.tags ?? []).map(
    (tag) => `<section aria-labelledby="tag-${tag.name}">
      <h2 id="tag-${tag.name}">${escape(tag.description ?? tag.name)}</h2>
      ${entries
        .filter(({ operation }) => operation.tags?.includes(tag.name))
        .map(operationSection)
        .join('\n')}</section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(document.info.title)} API</title>
${style === undefined ? '' : `<link rel="stylesheet" href="${style}">`}
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header><p class="name"><a href="/">Relais</a></p>
<nav aria-label="Contents"><ul>
${entries.map(({ operation }) => `<li><a href="#${idOf(operation)}">${escape(operation.summary ?? '')}</a></li>`).join('\n')}
<li><a href="#codes">Problem codes</a></li><li><a href="#shapes">Shapes</a></li>
</ul></nav></header>
<main id="content">
<h1>${escape(document.info.title)} API, version ${escape(document.info.version)}</h1>
${paragraphs(document.info.description ?? '')}
<p>The same as a document for programs: <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
${groups.join('\n')}
<section aria-labelledby="codes"><h2 id="codes">Problem codes</h2>
<div class="wide" role="region" aria-labelledby="codes" tabindex="0">${codeTable(codes)}</div></section>
<section aria-labelledby="shapes"><h2 id="shapes">Shapes</h2>
${Object.entries(schemas)
  .map(([name, schema]) => componentSection(name, schema))
  .join('\n')}</section>
</main>
</body></html>`;
};

const idOf = (operation: Operation): string => `op-${operation.operationId ?? ''}`;

const bodyOf = ({ requestBody }: Operation): string => {
  const [found] = Object.values(requestBody?.content ?? {});
  return found === undefined ? '' : `<p>Body: ${shapeOf(found.schema)}</p>`;
};

const answersOf = ({ responses = {} }: Operation): string =>
  Object.entries(responses)
    .map(([status, answer]) => `<li>${answerLine(status, answer)}</li>`)
    .join('');

const operationSection = ({ path, method, operation }: Entry): string =>
  `<article aria-labelledby="${idOf(operation)}">
  <h3 id="${idOf(operation)}">${escape(operation.summary ?? '')}</h3>
  <p><code>${method.toUpperCase()} ${escape(path)}</code>${operation.security ? ' · needs a token' : ''}</p>
  ${paragraphs(operation.description ?? '')}
  ${parameterTable(operation.parameters ?? [])}
  ${bodyOf(operation)}
  <ul>${answersOf(operation)}</ul></article>`;

const answerLine = (status: string, { content = {}, description }: Answer): string => {
  const [found] = Object.entries(content);
  const what =
    found === undefined ? escape(description ?? '') : `${shapeOf(found[1].schema)} as ${found[0]}`;
  return `<strong>${status === 'default' ? 'otherwise' : status}</strong>: ${what}`;
};

const parameterTable = (parameters: readonly Parameter[]): string =>
  parameters.length === 0
    ? ''
    : `<table>
  <caption>Parameters</caption>
  <thead><tr><th scope="col">Name</th><th scope="col">Where</th><th scope="col">What</th></tr></thead>
  <tbody>${parameters
    .map(
      ({ name, required, schema, description, ...at }) =>
        `<tr><th scope="row"><code>${escape(name)}</code>${required ? ' (needed)' : ''}</th>
        <td>${at.in}</td><td>${shapeOf(schema)} ${escape(description ?? schema.description ?? '')}</td></tr>`,
    )
    .join('')}</tbody></table>`;

const codeTable = (codes: readonly RefusalCode[]): string => `<table>
  <thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">What to do</th></tr></thead>
  <tbody>${codes
    .map(
      (code) =>
        `<tr><th scope="row"><code>${code}</code></th><td>${refusalStatus[code]}</td>
        <td>${escape(text('en', `refusal.${code}.detail`))}</td></tr>`,
    )
    .join('')}</tbody></table>`;
