/**
 * Keeps the history of a case of the running installation as a story for `test/replay`:
 *   npm run record:history -- <case id or workflow id> <story-name> [--note "what happened in it"]
 * A case that went through several runs gives one file a run.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { version } from '../package.json';
import { readConfig } from '../infra/config';
import { connectTemporal } from '../infra/temporal/client';
import type { TemporalClient } from '../infra/temporal/client';
import { writeHistory } from '../infra/temporal/history-file';
import { caseWorkflowId } from '../workflows/contract';

const folder = resolve(__dirname, '..', 'test', 'replay', 'histories', version);
const usage = 'usage: npm run record:history -- <case id or workflow id> <story-name> [--note …]';

interface Wish {
  readonly workflowId: string;
  readonly story: string;
  readonly note: string;
}

function wishOf(): Wish {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { note: { type: 'string' } },
  });
  const [id, story] = positionals;
  if (id === undefined || story === undefined || !/^[a-z0-9-]+$/.test(story))
    throw new Error(usage);
  const workflowId = id.startsWith('case-') ? id : caseWorkflowId(id);
  return { workflowId, story, note: values.note ?? `recorded with release ${version}` };
}

/** Writes every run of a case, the first one first; returns the files. */
async function recordRuns({ client }: TemporalClient, wish: Wish): Promise<string[]> {
  const { workflowId, story, note } = wish;
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  const files: string[] = [];
  let runId = raw.workflowExecutionInfo?.firstRunId ?? undefined;
  do {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const name = files.length === 0 ? story : `${story}.${files.length + 1}`;
    files.push(writeHistory(folder, { story: name, workflowId, note, history }));
    const last = history.events?.at(-1);
    runId = last?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? undefined;
  } while (runId !== undefined);
  return files;
}

async function main(): Promise<void> {
  const wish = wishOf();
  const temporal = connectTemporal(readConfig());
  try {
    const files = await recordRuns(temporal, wish);
    process.stdout.write(`${files.join('\n')}\n`);
  } finally {
    await temporal.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
