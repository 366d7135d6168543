/**
 * A recorded history as a file: what `test/replay` plays against every later release. It holds codes,
 * ids and dates and nothing personal (house law 7), so it may be committed.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { History } from '@temporalio/common/lib/proto-utils';
import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils';

export interface RecordedHistory {
  readonly story: string;
  readonly workflowId: string;
  /** What the case did, and with which release; one sentence for whoever finds it broken. */
  readonly note: string;
  readonly history: History;
}

/** Who ran it and where is nobody's business later: machine names, and paths in stack traces. */
const nameless = (key: string, value: unknown): unknown =>
  key === 'identity' ? 'recorded' : key === 'stackTrace' ? '' : value;

/** Writes `<story>.json` into a folder and returns its path; an older recording is replaced. */
export const writeHistory = (folder: string, recorded: RecordedHistory): string => {
  const { story, workflowId, note, history } = recorded;
  const plain = JSON.parse(historyToJSON(history)) as object;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${story}.json`);
  const kept = { story, workflowId, note, history: plain };
  writeFileSync(file, `${JSON.stringify(kept, nameless, 1)}\n`);
  return file;
};

/** Reads what `writeHistory` wrote. */
export const readHistory = (file: string): RecordedHistory => {
  const { history, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as RecordedHistory;
  return { ...rest, history: historyFromJSON(history) };
};
