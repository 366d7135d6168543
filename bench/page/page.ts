/** How fast the page can be used with 100,000 cases behind it, in a real browser on this machine. */
import { loadavg } from 'node:os';
import { launchBrowser } from '../../test/support/browser';
import type { BenchDatabase } from '../criteria/database';
import { connectPlainly } from '../lists/seed';
import { startHouse } from './house';
import type { House } from './house';
import { Visitor } from './visit';
import type { Place, Visit } from './visit';

export interface ViewFigures {
  readonly name: string;
  readonly kept: 'cold' | 'warm';
  readonly visits: readonly Visit[];
}

export interface PageReport {
  readonly cases: number;
  readonly loadBefore: number;
  readonly loadAfter: number;
  readonly figures: readonly ViewFigures[];
}

const coordinator = 'zh-coo';

/** The views of a coordinator. */
const placesFor = (caseId: string): readonly Place[] => [
  // Nothing but the browser, this machine and its load: what no page can be quicker than.
  { name: 'no page', path: '/docs', drawn: 'h1' },
  { name: 'my day', path: '/', drawn: '.beside tbody tr' },
  { name: 'board', path: '/board', drawn: '.board .card' },
  { name: 'case', path: `/cases/${caseId}`, drawn: '.timeline li' },
  { name: 'forecast', path: '/forecast', drawn: '.weeks li' },
  { name: 'monitoring', path: '/monitoring', drawn: '.figures tbody tr' },
];

/** One with a history and a dossier, as the engine itself has written it. */
const someCase = async (databaseUrl: string): Promise<string> => {
  const session = await connectPlainly(databaseUrl);
  const { rows } = await session.query<{ id: string }>(
    'SELECT case_id AS id FROM dossiers LIMIT 1',
  );
  await session.end();
  const [row] = rows;
  if (row === undefined) throw new Error('no case to open');
  return row.id;
};

const visitAll = async (house: House, places: readonly Place[], loads: number) => {
  const browser = await launchBrowser();
  try {
    const visitor = await Visitor.enter(browser, house, coordinator);
    const figures: ViewFigures[] = [];
    for (const place of places) {
      for (const kept of ['cold', 'warm'] as const) {
        const visits: Visit[] = [];
        for (let load = 0; load < loads; load += 1)
          visits.push(await visitor.open(place, kept === 'cold'));
        figures.push({ name: place.name, kept, visits });
      }
    }
    return figures;
  } finally {
    await browser.close();
  }
};

/** Opens each view so often, with an empty store of the browser and with a full one. */
export const measurePage = async (
  database: BenchDatabase,
  { cases, loads, loadBefore }: { cases: number; loads: number; loadBefore: number },
): Promise<PageReport> => {
  const house = await startHouse(database);
  try {
    const places = placesFor(await someCase(database.databaseUrl));
    const figures = await visitAll(house, places, loads);
    return { cases, loadBefore, loadAfter: loadavg()[0] ?? Number.NaN, figures };
  } finally {
    await house.stop();
  }
};

const rankOf = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN;

const cell = (value: number, digits = 0): string => value.toFixed(digits).padStart(9);

const line = ({ name, kept, visits }: ViewFigures): string => {
  const ready = visits.map(({ readyMs }) => readyMs);
  const drawn = visits.map(({ drawnMs }) => drawnMs);
  const most = (of: (visit: Visit) => number): number => Math.max(...visits.map(of));
  return [
    `  ${name.padEnd(12)}${kept}`,
    cell(rankOf(drawn, 0.5)), cell(rankOf(ready, 0.5)), cell(rankOf(ready, 0.95)),
    cell(most(({ blockedMs }) => blockedMs)),
    cell(most(({ pageBytes }) => pageBytes) / 1000, 1),
    cell(most(({ dataBytes }) => dataBytes) / 1000, 1),
  ].join(''); // prettier-ignore
};

/** The same for people. */
export const pageText = ({ cases, loadBefore, loadAfter, figures }: PageReport): string =>
  [
    `The page over ${cases.toLocaleString('en')} cases, ${String(figures[0]?.visits.length)} loads of each, load ${loadBefore.toFixed(1)} before and ${loadAfter.toFixed(1)} after`,
    '                    drawn    ready    ready  longest     page     data',
    '                   p50 ms   p50 ms   p95 ms  task ms       kB       kB',
    ...figures.map(line),
    '',
  ].join('\n');
