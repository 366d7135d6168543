/** `npm run bench -- spine|criteria|lists|page|long-life|relay|chaos [--quick] [--json]`: measurements, never part of the tests. */
import { parseArgs } from 'node:util';
import { explain } from '../infra/engines/failure';
import { stopLeftovers } from '../infra/engines/process';
import { inStep } from '../infra/engines/progress';
import type { OnProgress } from '../infra/engines/progress';
import { shutdownSignals } from '../infra/engines/shutdown';
import type { StopWish } from '../infra/engines/shutdown';
import { terminalProgress } from '../infra/engines/terminal';
import { runChaos } from '../test/faults/chaos/chaos';
import { chaosText } from './chaos/text';
import { criteriaText, measureCriteria } from './criteria/criteria';
import { startDatabase } from './criteria/database';
import type { BenchDatabase } from './criteria/database';
import { measurePreview, previewText } from './criteria/preview';
import { listsText, measureLists } from './lists/lists';
import { seedLists } from './lists/seed';
import { longLifeText, measureLongLife } from './long-life/long-life';
import { startRelayInstallation } from './relay/installation';
import { measureRelay } from './relay/relay';
import { relayText } from './relay/text';
import { measurePage, pageText } from './page/page';
import { newPlace, startInstallation } from './spine/installation';
import type { Place } from './spine/installation';
import { describeMachine, reportText } from './spine/report';
import { measureSpine } from './spine/spine';

const usage = `npm run bench -- <what> [options]
  spine     cases through the whole installation, beside bare Temporal and bare Kafka
  criteria  verdicts per second on one core, and a preview over open cases in Postgres
  lists     pages of lists at the API over 100,000 cases, beside SQL written by hand
  page      first loads of the page in Chromium over 100,000 cases: bytes, time until a key answers
  long-life one case of ten years and 5,000 commands: is its end as fast as its beginning?
  relay     notices from Postgres to a consumer, beside bare kafkajs on the same broker
  chaos     10,000 events while broker, relays and a consumer are killed ten times each
  --quick   a fifth of the cases: is it still in order?
  --json    the figures as JSON on standard output
  --keep    leave the folder with logs and data
`;

const subjects = ['spine', 'criteria', 'lists', 'page', 'long-life', 'relay', 'chaos'] as const;
type Subject = (typeof subjects)[number];

interface Wishes {
  readonly what: Subject;
  readonly quick: boolean;
  readonly json: boolean;
  readonly keep: boolean;
}

function readWishes(): Wishes | undefined {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        keep: { type: 'boolean', default: false },
      },
    });
    const what = subjects.find((subject) => subject === positionals[0]);
    if (positionals.length === 1 && what !== undefined) return { what, ...values };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
  process.stderr.write(usage);
  return undefined;
}

interface Run {
  readonly wishes: Wishes;
  readonly place: Place;
  readonly stop: StopWish;
  readonly onProgress: OnProgress;
}

interface Outcome {
  readonly json: object;
  readonly text: string;
}

/** Ends what was brought up, also after Ctrl-C. */
async function measuring<T extends { stop(): Promise<void> }, R>(
  { stop }: Run,
  up: T,
  measure: (up: T) => Promise<R>,
): Promise<R> {
  const calledOff = stop.wanted.then(() => {
    throw new Error('called off');
  });
  try {
    return await Promise.race([measure(up), calledOff]);
  } finally {
    await up.stop();
  }
}

async function benchSpine(run: Run): Promise<Outcome> {
  const { wishes, place, onProgress } = run;
  const machine = describeMachine();
  const size = wishes.quick ? 'quick' : 'full';
  const installation = await startInstallation(place, onProgress);
  const report = await measuring(run, installation, (up) =>
    measureSpine(up, { size, machine, onProgress }),
  );
  return { json: report, text: `\n${reportText(report)}` };
}

async function benchCriteria(run: Run): Promise<Outcome> {
  const { wishes, place, onProgress } = run;
  const size = wishes.quick ? 2_000 : 10_000;
  const criteria = measureCriteria(size);
  const database = await startDatabase(place, onProgress);
  const preview = await measuring(run, database, (up) =>
    inStep({ on: onProgress, name: 'open cases, preview' }, () => measurePreview(up, size)),
  );
  const text = `\n${criteriaText(criteria)}${previewText(preview)}`;
  return { json: { ...criteria, preview }, text };
}

async function benchLongLife(run: Run): Promise<Outcome> {
  const { wishes, place, onProgress } = run;
  const installation = await startInstallation(place, onProgress);
  const life = await measuring(run, installation, (up) =>
    inStep({ on: onProgress, name: 'ten years' }, () =>
      measureLongLife(up, wishes.quick ? 1_000 : 5_000),
    ),
  );
  return { json: life, text: `\n${longLifeText(life)}` };
}

async function benchRelay(run: Run): Promise<Outcome> {
  const { wishes, place, onProgress } = run;
  const installation = await startRelayInstallation(place, onProgress);
  const figures = await measuring(run, installation, (up) =>
    inStep({ on: onProgress, name: 'notices' }, () =>
      measureRelay(up, wishes.quick ? 'quick' : 'full'),
    ),
  );
  return { json: figures, text: `\n${relayText(figures)}` };
}

async function benchChaos(run: Run): Promise<Outcome> {
  const { wishes, place, onProgress } = run;
  const installation = await startRelayInstallation(place, onProgress);
  const [cases, kills] = wishes.quick ? [100, 2] : [500, 10];
  const found = await measuring(run, installation, (up) =>
    inStep({ on: onProgress, name: 'killing' }, () =>
      runChaos({ ...up, cases, eventsPerCase: 20, kills, tell: () => undefined }),
    ),
  );
  return { json: found, text: `\n${chaosText(found)}` };
}

/** Something over so many invented cases. */
async function overCases<R>(
  run: Run,
  cases: number,
  measure: (database: BenchDatabase) => Promise<R>,
): Promise<R> {
  const { place, onProgress, wishes } = run;
  const database = await startDatabase(place, onProgress);
  return measuring(run, database, async (up) => {
    await inStep({ on: onProgress, name: `${String(cases)} cases` }, () => seedLists(up, cases));
    return inStep({ on: onProgress, name: wishes.what }, () => measure(up));
  });
}

async function benchLists(run: Run): Promise<Outcome> {
  const { loadBefore } = describeMachine();
  const [cases, rounds] = run.wishes.quick ? [20_000, 40] : [100_000, 200];
  const report = await overCases(run, cases, (up) =>
    measureLists(up, { cases, rounds, loadBefore }),
  );
  return { json: report, text: `\n${listsText(report)}` };
}

async function benchPage(run: Run): Promise<Outcome> {
  const { loadBefore } = describeMachine();
  const [cases, loads] = run.wishes.quick ? [20_000, 3] : [100_000, 10];
  const report = await overCases(run, cases, (up) => measurePage(up, { cases, loads, loadBefore }));
  return { json: report, text: `\n${pageText(report)}` };
}

const benches: Readonly<Record<Subject, (run: Run) => Promise<Outcome>>> = {
  spine: benchSpine,
  criteria: benchCriteria,
  lists: benchLists,
  page: benchPage,
  'long-life': benchLongLife,
  relay: benchRelay,
  chaos: benchChaos,
};

async function bench(wishes: Wishes): Promise<number> {
  const place = newPlace();
  const terminal = terminalProgress(process.stderr);
  const stop = shutdownSignals(place.runDir);
  let failed = true;
  try {
    const run = { wishes, place, stop, onProgress: terminal.on };
    const { json, text } = await benches[wishes.what](run);
    terminal.close();
    process.stdout.write(wishes.json ? `${JSON.stringify(json, undefined, 2)}\n` : text);
    failed = false;
    return 0;
  } catch (error) {
    terminal.close();
    process.stderr.write(stop.isWanted() ? 'Called off.\n' : `\n${explain(error)}\n`);
    return 1;
  } finally {
    await stopLeftovers(place.runDir);
    const keep = wishes.keep || (failed && !stop.isWanted());
    if (keep) process.stderr.write(`logs and data: ${place.dir}\n`);
    else place.remove();
  }
}

async function main(): Promise<number> {
  const wishes = readWishes();
  if (wishes === undefined) return 2;
  return bench(wishes);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  },
);
