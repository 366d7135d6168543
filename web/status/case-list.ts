import type { CaseRow } from '../../schemas/index';
import type { Api } from './api';
import { el, table } from './dom';
import type { Child } from './dom';
import { institution, text, when, word } from './words';

const linkTo = ({ id }: CaseRow): HTMLElement =>
  el('a', { href: `#/cases/${id}`, id: `case-${id}` }, id.slice(0, 8));

const named = (id: string | undefined): string => (id === undefined ? '' : institution(id));

const rowOf = (row: CaseRow): Child[] => [
  linkTo(row),
  word('caseStatus', row.status),
  named(row.registeredBy),
  named(row.lead),
  row.nextDueKind === undefined
    ? text('page.nothingOwed')
    : `${word('deadline', row.nextDueKind)}, ${when(row.nextDueAt)}`,
  named(row.nextDueOwner),
  row.level === undefined
    ? ''
    : el('span', { class: 'late' }, `${row.level}: ${word('level', row.level)}`),
];

const heads = ['case', 'status', 'registeredBy', 'lead', 'nextDue', 'owner', 'level'];

/** The cases of the account and what waits on its lists. */
export const caseList = async (api: Api): Promise<HTMLElement[]> => {
  const [page, lists] = await Promise.all([api.cases(), api.worklists()]);
  const waiting = lists.items.filter(({ count }) => count > 0);
  const items = waiting.map(({ name, count }) =>
    el('li', {}, `${word('worklist', name)}: ${count}`),
  );
  const titles = heads.map((head) => text(`page.${head}`));
  return [
    el('h1', {}, text('page.cases')),
    el(
      'section',
      { 'aria-labelledby': 'waiting' },
      el('h2', { id: 'waiting' }, text('page.worklists')),
      items.length === 0 ? el('p', {}, text('page.nothingWaits')) : el('ul', {}, ...items),
    ),
    page.items.length === 0
      ? el('p', {}, text('page.noCases'))
      : table(text('page.newestCases'), titles, page.items.map(rowOf)),
    ...(page.next === undefined ? [] : [el('p', {}, text('page.moreThroughApi'))]),
  ];
};
