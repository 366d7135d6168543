import { parseArgs } from 'node:util';
import { join, resolve } from 'node:path';
import { explain } from '../infra/engines/failure';
import { launch } from '../infra/engines/launch';
import { shutdownSignals } from '../infra/engines/shutdown';
import { takeLock } from '../infra/engines/lock';

const USAGE = `npm start [-- options]
  --fresh     begin anew: deletes all data after asking
  --yes       do not ask
  --no-demo   start without demo institutions, cases and simulator
  --dir PATH  keep data, logs and keys there (default: var), for a second one beside the first
  --help      this text
`;

interface Wishes {
  readonly fresh: boolean;
  readonly yes: boolean;
  readonly demo: boolean;
  readonly dir?: string | undefined;
}

function readOptions(): Wishes | undefined {
  try {
    const { values } = parseArgs({
      allowNegative: true,
      options: {
        fresh: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        demo: { type: 'boolean', default: true },
        dir: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (!values.help) return values;
    process.stdout.write(USAGE);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exitCode = 1;
  }
  return undefined;
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options === undefined) return;
  const projectDir = resolve(__dirname, '..');
  const varDir = resolve(options.dir ?? join(projectDir, 'var'));
  const lock = takeLock(join(varDir, 'run', 'launcher.lock'));
  if (!lock.ok) {
    const { pid, startedAt } = lock.holder;
    process.stderr.write(
      `Relais already runs in this folder: process ${pid}, since ${startedAt}.\n` +
        `  → use that one, or end it with Ctrl-C in its terminal (or: kill ${pid})\n`,
    );
    process.exitCode = 2;
    return;
  }
  const stop = shutdownSignals(join(varDir, 'run'));
  try {
    await launch({ ...options, projectDir, varDir, stop });
  } catch (error) {
    process.stderr.write(`\n${explain(error)}\n`);
    process.exitCode = 1;
  } finally {
    lock.release();
  }
  // Nothing of ours runs any more; a driver's forgotten timer must not keep the terminal.
  process.exit();
}

void main();
