/**
 * The workflow code as one bundle, made once per state of the sources: a worker that is started again
 * after a crash need not build it anew.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { version as sdkVersion } from '@temporalio/worker/package.json';

/** Rooms whose files can get into the bundle (house.md 3). */
const rooms = ['workflows', 'domain', 'schemas', 'activities'];

const sourcesOf = (root: string): string[] =>
  rooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .sort()
      .map((file) => join(root, room, file)),
  );

const fingerprint = (root: string): string => {
  const hash = createHash('sha256').update(`${sdkVersion} ${process.version}`);
  for (const file of sourcesOf(root))
    hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
};

const readIfThere = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

/** Reads the bundle from the cache folder, or makes it. Throws what the bundler says. */
export const workflowBundle = async (
  workflowsPath: string,
  cacheDir: string,
): Promise<{ readonly code: string }> => {
  const root = dirname(dirname(workflowsPath));
  const file = join(cacheDir, `workflows-${fingerprint(root)}.js`);
  const kept = readIfThere(file);
  if (kept !== undefined) return { code: kept };
  const { code } = await bundleWorkflowCode({ workflowsPath });
  mkdirSync(cacheDir, { recursive: true });
  const draft = `${file}.${String(process.pid)}`;
  writeFileSync(draft, code);
  renameSync(draft, file);
  return { code };
};
