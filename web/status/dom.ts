/** Elements from words: text goes in as text, never as markup. */
import { text } from './words';

export type Child = Node | string | undefined;

export const el = (
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElement => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== undefined));
  return element;
};

export const byId = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no element "${id}"`);
  return found;
};

/** Puts new content in place; whoever stood on an element with an id stands there again. */
export const replace = (target: HTMLElement, ...children: readonly Child[]): void => {
  const focused = document.activeElement?.id ?? '';
  target.replaceChildren(...children.filter((child) => child !== undefined));
  if (focused !== '') document.getElementById(focused)?.focus({ preventScroll: true });
};

/** Puts the words of the language into the frame: `data-text` inside, `data-label` as the name. */
export const fillTexts = (): void => {
  for (const element of document.querySelectorAll<HTMLElement>('[data-text]'))
    element.textContent = text(element.dataset['text'] ?? '');
  for (const element of document.querySelectorAll<HTMLElement>('[data-label]'))
    element.setAttribute('aria-label', text(element.dataset['label'] ?? ''));
};

let tables = 0;

/** A table under a heading, with a heading for each row; it scrolls by keyboard where it is too wide. */
export const table = (
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly Child[])[],
): HTMLElement => {
  tables += 1;
  const id = `table-${String(tables)}`;
  const body = rows.map((cells) =>
    el(
      'tr',
      {},
      ...cells.map((cell, index) =>
        index === 0 ? el('th', { scope: 'row' }, cell) : el('td', {}, cell),
      ),
    ),
  );
  return el(
    'div',
    { class: 'wide', role: 'region', 'aria-labelledby': id, tabindex: '0' },
    el(
      'table',
      {},
      el('caption', {}, el('h2', { id }, caption)),
      el('thead', {}, el('tr', {}, ...heads.map((head) => el('th', { scope: 'col' }, head)))),
      el('tbody', {}, ...body),
    ),
  );
};
