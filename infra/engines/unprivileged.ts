import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { chownSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Who Postgres runs as. It refuses root, so a start by root borrows a harmless account. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

/** The account to switch to, or undefined where we are not root and nothing must be switched. */
export function accountForPostgres(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const wanted of ['postgres', 'nobody']) {
    const fields = lines.find((line) => line.startsWith(`${wanted}:`))?.split(':');
    if (fields !== undefined)
      return { name: wanted, uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  return undefined;
}

/** True when everybody may pass through all folders above the path (a root's home is often closed). */
export function everybodyMayPass(path: string): boolean {
  for (let dir = path; ; dir = dirname(dir)) {
    if (existsSync(dir) && (statSync(dir).mode & 0o001) === 0) return false;
    if (dir === dirname(dir)) return true;
  }
}

/** A folder outside a closed home, always the same one for the same path. */
export const openTwin = (path: string): string =>
  join(
    '/var/lib/relais',
    `${basename(path)}-${createHash('sha256').update(path).digest('hex').slice(0, 10)}`,
  );

/** A copy of a folder that everybody may read, made once for each version of what is in it. */
export function copyForEverybody(source: string, version: string): string {
  const target = `${openTwin(source)}-${version}`;
  if (existsSync(target)) return target;
  mkdirSync(dirname(target), { recursive: true, mode: 0o755 });
  const half = `${target}.${process.pid}`;
  cpSync(source, half, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(half, target);
  } catch {
    // another start was faster
    rmSync(half, { recursive: true, force: true });
  }
  return target;
}

/** Makes an empty private folder that belongs to the account. */
export function privateFolder(dir: string, account: Account | undefined): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (account !== undefined) chownSync(dir, account.uid, account.gid);
}

/** The account as options for `spawn`; nothing where there is nothing to switch. */
export const switchTo = (account: Account | undefined): { uid?: number; gid?: number } =>
  account === undefined ? {} : { uid: account.uid, gid: account.gid };
