/**
 * A memory in one file, for an institution without a database. The effect and the line are two
 * writes: who dies between them sees the effect twice, so it must be harmless then.
 */
import { existsSync } from 'node:fs';
import { open, readFile, truncate } from 'node:fs/promises';
import type { EventMemory, Mark } from './memory';
import { rememberingMemory } from './memory';

export interface FileMemory extends EventMemory<undefined> {
  close(): Promise<void>;
}

/** Lines up to the last complete one: a process that died while writing leaves half a line. */
async function readMarks(path: string): Promise<Mark[]> {
  if (!existsSync(path)) return [];
  const bytes = await readFile(path);
  const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
  if (whole.length < bytes.length) await truncate(path, whole.length);
  const lines = whole.toString('utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Mark);
}

/** Opens the file, or makes it. One process at a time. Rejects when its lines are no marks. */
export async function openFileMemory(path: string): Promise<FileMemory> {
  const past = await readMarks(path);
  const file = await open(path, 'a');
  const keep = async (mark: Mark): Promise<void> => {
    await file.appendFile(`${JSON.stringify(mark)}\n`);
    await file.datasync();
  };
  return { ...rememberingMemory(past, keep), close: () => file.close() };
}
