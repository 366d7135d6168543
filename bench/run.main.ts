/** `npm run bench -- spine [--quick] [--json]`: measurements, never part of the tests. */
import { parseArgs } from 'node:util';
import { explain } from '../infra/engines/failure';
import { stopLeftovers } from '../infra/engines/process';
import type { OnProgress } from '../infra/engines/progress';
import { shutdownSignals } from '../infra/engines/shutdown';
import type { StopWish } from '../infra/engines/shutdown';
import { terminalProgress } from '../infra/engines/terminal';
import { newPlace, startInstallation } from './spine/installation';
import type { Place } from './spine/installation';
import { describeMachine, reportText } from './spine/report';
import type { Report } from './spine/report';
import { measureSpine } from './spine/spine';

const usage = `npm run bench -- spine [options]
  --quick   100 cases instead of 500: is it still in order?
  --json    the figures as JSON on standard output
  --keep    leave the folder with logs and data
`;

interface Wishes {
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
    if (positionals.length === 1 && positionals[0] === 'spine') return values;
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

async function main(): Promise<number> {
  const wishes = readWishes();
  if (wishes === undefined) return 2;
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

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  },
);
