import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../../infra/engines/identity';
import { keep } from '../../infra/engines/keep';
import { readLog, startProcess, stopLeftovers } from '../../infra/engines/process';
import type { ProcessPlan } from '../../infra/engines/process';
import { until } from '../../infra/engines/wait';

const LIVES = 'setInterval(() => undefined, 1000)';
const DEAF = `process.on('SIGTERM', () => undefined); console.log('up'); ${LIVES}`;

describe('processes that outlive a killed launcher', () => {
  const dir = mkdtempSync(join(tmpdir(), 'relais-processes-'));
  afterEach(() => stopLeftovers(join(dir, 'run'), { graceMs: 0 }));
  afterAll(() => rmSync(dir, { recursive: true }));

  const plan = (name: string, rank: number, program = LIVES): ProcessPlan => ({
    name,
    rank,
    command: process.execPath,
    args: ['-e', program, `${dir}/${name}`],
    cwd: dir,
    logFile: join(dir, 'logs', `${name}.log`),
    runDir: join(dir, 'run'),
    marker: `${dir}/${name}`,
  });
  const gone = (pid: number): Promise<true | undefined> =>
    until(() => (isAlive(pid) ? undefined : true), 5_000);

  test('the next start finds them and ends them, the last started first', async () => {
    const first = await startProcess(plan('first', 0));
    const second = await startProcess(plan('second', 1));
    expect(await stopLeftovers(join(dir, 'run'))).toEqual(['second', 'first']);
    await Promise.all([first.exited, second.exited]);
    expect(readdirSync(join(dir, 'run'))).toEqual([]);
  });

  test('a stranger that got the process id is left alone', async () => {
    const stranger = await startProcess({ ...plan('stranger', 0), marker: 'another program' });
    expect(await stopLeftovers(join(dir, 'run'))).toEqual([]);
    expect(isAlive(stranger.pid)).toBe(true);
    process.kill(stranger.pid, 'SIGKILL');
    await stranger.exited;
  });

  test('one that does not listen is ended by force when its time is over', async () => {
    const deaf = await startProcess({ ...plan('deaf', 0, DEAF), graceMs: 200 });
    await until(() => readLog(deaf.logFile, deaf.logStart).includes('up') || undefined, 5_000);
    await deaf.stop();
    expect(await deaf.exited).toEqual({ code: null, signal: 'SIGKILL' });
  });

  test('one that is killed is started again until it is stopped', async () => {
    const restarts: unknown[] = [];
    const kept = await keep(() => startProcess(plan('kept', 0)), {
      onRestart: ({ exit }) => restarts.push(exit.signal),
    });
    const before = kept.pid();
    process.kill(before, 'SIGKILL');
    const after = await until(() => (kept.pid() === before ? undefined : kept.pid()), 5_000);
    expect(restarts).toEqual(['SIGKILL']);
    await kept.stop();
    expect(await gone(after ?? 0)).toBe(true);
  });

  test('one that ends well is not started again where that was wished', async () => {
    const ended = new Promise<number | null>((resolve) => {
      void keep(() => startProcess(plan('once', 0, '0')), {
        restartAfter: ({ code }) => code !== 0,
        onGone: ({ code }) => resolve(code),
      });
    });
    expect(await ended).toBe(0);
  });
});
