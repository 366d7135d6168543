import type { CaseRow } from '../../schemas/index';
import type { Api } from './api';
import { el, table } from './dom';
import { when, word } from './words';

const linkTo = ({ id }: CaseRow): HTMLElement =>
  el('a', { href: `#/cases/${id}`, id: `case-${id}` }, id.slice(0, 8));

const rowOf = (row: CaseRow): (HTMLElement | string)[] => [
  linkTo(row),
  word('caseStatus', row.status),
  row.registeredBy,
  row.lead ?? '',
  row.nextDueKind === undefined
    ? 'nothing owed'
    : `${word('deadline', row.nextDueKind)}, ${when(row.nextDueAt)}`,
  row.nextDueOwner ?? '',
  row.level === undefined ? '' : el('span', { class: 'late' }, row.level),
];

const heads = ['Case', 'Status', 'Registered by', 'Lead', 'Next', 'Owed by', 'Level'];

/** The cases of the account and what waits on its lists. */
export const caseList = async (api: Api): Promise<HTMLElement[]> => {
  const [page, lists] = await Promise.all([api.cases(), api.worklists()]);
  const waiting = lists.items.filter(({ count }) => count > 0);
  return [
    el('h1', {}, 'Cases'),
    el(
      'section',
      { 'aria-labelledby': 'waiting' },
      el('h2', { id: 'waiting' }, 'What waits'),
      waiting.length === 0
        ? el('p', {}, 'Nothing waits on your lists.')
        : el(
            'ul',
            {},
            ...waiting.map(({ name, count }) =>
              el('li', {}, `${word('worklist', name)}: ${count}`),
            ),
          ),
    ),
    page.items.length === 0
      ? el('p', {}, 'There is no case you may see yet.')
      : table('Newest cases', heads, page.items.map(rowOf)),
    ...(page.next === undefined ? [] : [el('p', {}, 'There are more; the API lists them all.')]),
  ];
};
