/** `npm run bench -- spine|criteria [--quick] [--json]`: measurements, never part of the tests. */
import { parseArgs } from 'node:util';
import { explain } from '../infra/engines/failure';
import { stopLeftovers } from '../infra/engines/process';
import type { OnProgress } from '../infra/engines/progress';
import { shutdownSignals } from '../infra/engines/shutdown';
import type { StopWish } from '../infra/engines/shutdown';
import { terminalProgress } from '../infra/engines/terminal';
import { criteriaText, measureCriteria } from './criteria/criteria';
import { newPlace, startInstallation } from './spine/installation';
import type { Place } from './spine/installation';
import { describeMachine, reportText } from './spine/report';
import type { Report } from './spine/report';
import { measureSpine } from './spine/spine';

const usage = `npm run bench -- <what> [options]
  spine     cases through the whole installation, beside bare Temporal and bare Kafka
  criteria  verdicts per second on one core; needs no engine
  --quick   a fifth of the cases: is it still in order?
  --json    the figures as JSON on standard output
  --keep    leave the folder with logs and data
`;

const subjects = ['spine', 'criteria'] as const;
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

/** Brings everything up, measures, and ends everything, also after Ctrl-C. */
async function run({ wishes, place, stop, onProgress }: Run): Promise<Report> {
  const machine = describeMachine();
  const installation = await startInstallation(place, onProgress);
  const calledOff = stop.wanted.then(() => {
    throw new Error('called off');
  });
  try {
    const size = wishes.quick ? 'quick' : 'full';
    const plan = { size, machine, onProgress } as const;
    return await Promise.race([measureSpine(installation, plan), calledOff]);
  } finally {
    await installation.stop();
  }
}

function benchCriteria({ quick, json }: Wishes): number {
  const report = measureCriteria(quick ? 2_000 : 10_000);
  process.stdout.write(json ? `${JSON.stringify(report, undefined, 2)}\n` : criteriaText(report));
  return 0;
}

async function benchSpine(wishes: Wishes): Promise<number> {
  const place = newPlace();
  const terminal = terminalProgress(process.stderr);
  const stop = shutdownSignals(place.runDir);
  let failed = true;
  try {
    const report = await run({ wishes, place, stop, onProgress: terminal.on });
    terminal.close();
    process.stdout.write(
      wishes.json ? `${JSON.stringify(report, undefined, 2)}\n` : `\n${reportText(report)}`,
    );
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
  return wishes.what === 'criteria' ? benchCriteria(wishes) : benchSpine(wishes);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  },
);
