import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { WorkflowBundle } from '@temporalio/worker';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { readHistory } from '../../infra/temporal/history-file';
import { dossierOf } from '../workflows/facts';
import { bundleCases, quietTemporal } from '../workflows/world';

const folder = join(__dirname, 'histories');
const recordings = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .sort();
const told = (name: string) => readHistory(join(folder, name));
const longest = recordings.find((name) => name.endsWith('straight-path.json'))!;

const replay = (workflowBundle: WorkflowBundle, name: string): Promise<void> => {
  const { history, workflowId } = told(name);
  return Worker.runReplayHistory({ workflowBundle }, history, workflowId);
};

beforeAll(quietTemporal);

describe('cases that began under an earlier release', () => {
  let bundle: WorkflowBundle;
  beforeAll(async () => {
    bundle = await bundleCases();
  });

  test('every release has told the straight path and a silence', () => {
    expect(recordings.map((name) => name.split('/').at(-1))).toEqual(
      expect.arrayContaining(['straight-path.json', 'silence.json', 'silence-unfinished.json']),
    );
  });

  test.each(recordings)('%s goes on as it began', async (name) => {
    await replay(bundle, name);
  });

  test.each(recordings)('%s names no person, no machine and no path', (name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const payloads = [...historyToJSON(told(name).history).matchAll(/"data":\s*"([^"]+)"/g)];
    expect(payloads.length).toBeGreaterThan(10);
    const plain = payloads.map(([, data = '']) => Buffer.from(data, 'base64').toString('utf8'));
    const all = [text, ...plain].join('\n');
    const { officialName, firstName, birthDate } = dossierOf('sg').person;
    for (const word of [officialName, firstName, birthDate, __dirname, 'stackTrace": "E'])
      expect(all).not.toContain(word);
    expect(text.match(/"identity": "(?!recorded")/)).toBeNull();
  });
});

describe('a change that would break running cases is noticed before it is released', () => {
  test.each([
    ['a second timer', './alarm', 'extra-timer'],
    ['an earlier timer left to ring', './alarm', 'lazy-alarm'],
    ['an activity with another name', './proxies', 'another-activity'],
    ['an activity that is spared', './proxies', 'unasked-criteria'],
    ['a case that ends too early', './case', 'early-farewell'],
  ])('%s', async (_change, module, mutant) => {
    const file = join(__dirname, 'mutants', `${mutant}.ts`);
    const bundle = await bundleCases({ [`${module}$`]: file });
    await expect(replay(bundle, longest)).rejects.toThrow(DeterminismViolationError);
  });
});
