import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { commandLineOf } from './identity';

/** Who holds a folder. */
export interface Holder {
  readonly pid: number;
  readonly startedAt: string;
  readonly commandLine: string;
}

/** The lock, or the living process that holds it. */
export type LockResult =
  { readonly ok: true; release(): void } | { readonly ok: false; readonly holder: Holder };

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

/** The file is written aside and linked into place, so nobody ever reads half a lock. */
function place(file: string, holder: Holder): boolean {
  const aside = `${file}.${holder.pid}`;
  writeFileSync(aside, JSON.stringify(holder));
  try {
    linkSync(aside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/**
 * Takes the lock of a folder. One that a dead process left is taken over; a reused process id is
 * told apart by its command line.
 */
export function takeLock(file: string): LockResult {
  mkdirSync(dirname(file), { recursive: true });
  const me: Holder = {
    pid: process.pid,
    startedAt: new Date().toISOString(),
    commandLine: commandLineOf(process.pid) ?? '',
  };
  for (;;) {
    if (place(file, me)) {
      const release = (): void => {
        if (readHolder(file)?.pid === me.pid) rmSync(file, { force: true });
      };
      return { ok: true, release };
    }
    const holder = readHolder(file);
    const lives = holder !== undefined && commandLineOf(holder.pid) === holder.commandLine;
    if (lives && holder.pid !== me.pid) return { ok: false, holder };
    rmSync(file, { force: true });
  }
}
