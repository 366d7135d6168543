import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { inboxTopic } from '../../infra/kafka/topics';
import { readCommand } from '../../workers/intake/read-command';
import { kafkaBrokers } from '../support/engines';
import { openBench } from './office-bench';
import type { OfficeBench } from './office-bench';
import { readTopics, testKafka } from './topic-reader';

const root = join(__dirname, '../..');
const dir = mkdtempSync(join(tmpdir(), 'relais-office-'));
let bench: OfficeBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(async () => {
  await bench.close();
  rmSync(dir, { recursive: true });
});

it('a newcomer runs the example of the kit, sees a referral answered, and stops it in order', async () => {
  const example = spawn(
    process.execPath,
    ['--import', 'tsx', 'docs/examples/office.mjs', bench.id, kafkaBrokers().join(',')],
    { cwd: root, stdio: 'ignore', env: { MEMORY: join(dir, 'heard.jsonl') } },
  );
  const exited = once(example, 'exit');
  bench.stops.push(async () => {
    example.kill('SIGKILL');
    await exited;
  });
  const inbox = readTopics(testKafka(), [inboxTopic(bench.id)]);
  bench.stops.push(() => inbox.stop());

  await bench.publisher.publish(bench.records(randomUUID(), [1]));
  const said = (await inbox.atLeast(2)).map((record) => readCommand(record, bench.id));
  const kinds = said.map((reading) => (reading.ok ? reading.command.body.kind : reading.refusal));
  expect(kinds).toEqual(['acknowledgeReferral', 'acceptReferral']);

  example.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});
