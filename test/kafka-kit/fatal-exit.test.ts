import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** An office that handles no error itself, with a client that meets what cannot heal. */
const doomed = `
  const { makeLog, memoryInProcess, startOffice } = require('./infra/kafka/consumer-kit/index.ts');
  setInterval(() => undefined, 1_000);
  const nothing = async () => undefined;
  startOffice({
    institutionId: 'sg-iv',
    kafka: {
      makePublisher: () => ({ publish: async () => [], stop: nothing }),
      consume: ({ onFatal }) => {
        setTimeout(() => onFatal(new Error('TOPIC_AUTHORIZATION_FAILED')), 50);
        return { joined: Promise.resolve(), stop: nothing };
      },
    },
    memory: memoryInProcess(),
    handlers: {},
    onGap: nothing,
    onParked: nothing,
    log: makeLog('doomed', 'silent'),
  });
`;

const run = (program: string): Promise<{ code: number | null; said: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', '-e', program], {
      cwd: join(__dirname, '../..'),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString();
    });
    child.on('close', (code) => resolve({ code, said }));
  });

it('a supervisor sees an office end with an error when its client cannot go on', async () => {
  const { code, said } = await run(doomed);
  expect(said).toContain('TOPIC_AUTHORIZATION_FAILED');
  expect(code).toBe(1);
});
