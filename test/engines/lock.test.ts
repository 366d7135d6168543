import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLineOf } from '../../infra/engines/identity';
import { takeLock } from '../../infra/engines/lock';
import { until } from '../../infra/engines/wait';

describe('the lock of a folder', () => {
  const dir = mkdtempSync(join(tmpdir(), 'relais-lock-'));
  const file = join(dir, 'launcher.lock');
  afterEach(() => rmSync(file, { force: true }));
  afterAll(() => rmSync(dir, { recursive: true }));

  const holder = (pid: number, commandLine: string): string =>
    JSON.stringify({ pid, commandLine, startedAt: '2026-01-01T00:00:00.000Z' });

  test('a folder nobody holds can be taken and given back', () => {
    const lock = takeLock(file);
    expect(lock.ok).toBe(true);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid });
    if (lock.ok) lock.release();
    expect(takeLock(file).ok).toBe(true);
  });

  test('somebody who starts a second time hears who holds the folder', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
    const pid = other.pid ?? 0;
    // between fork and exec a process still carries the command line of its parent
    const own = commandLineOf(process.pid);
    const line = await until(() => {
      const now = commandLineOf(pid);
      return now === own ? undefined : now;
    }, 5_000);
    writeFileSync(file, holder(pid, line ?? ''));
    expect(takeLock(file)).toMatchObject({ ok: false, holder: { pid } });
    other.kill('SIGKILL');
  });

  test('the lock of a killed process is taken over', () => {
    const dead = spawnSync(process.execPath, ['-e', '0']);
    writeFileSync(file, holder(dead.pid, 'node start.mjs'));
    expect(takeLock(file).ok).toBe(true);
  });

  test('a process that got the same id by chance is not mistaken for the holder', () => {
    writeFileSync(file, holder(process.ppid, 'node start.mjs of an earlier day'));
    expect(takeLock(file).ok).toBe(true);
  });

  test('a lock that a power cut left unreadable is taken over', () => {
    writeFileSync(file, '{"pid":');
    expect(takeLock(file).ok).toBe(true);
  });
});
