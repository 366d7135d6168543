import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(__dirname, '../..');
const run = promisify(execFile);
const node = (...args: string[]) => run(process.execPath, args, { cwd: dir });
const dir = mkdtempSync(join(tmpdir(), 'relais-kit-'));
const kit = join(dir, 'node_modules/relais-consumer-kit');

beforeAll(async () => {
  await run(process.execPath, [join(root, 'infra/kafka/consumer-kit/pack.mjs'), kit]);
  // What npm would install: the packages that the kit names, and those of a TypeScript project.
  const { dependencies } = JSON.parse(readFileSync(join(kit, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of [...Object.keys(dependencies), '@types']) {
    symlinkSync(join(root, 'node_modules', name), join(dir, 'node_modules', name));
  }
  writeFileSync(join(dir, 'package.json'), '{ "type": "module" }');
}, 60_000);
afterAll(() => rmSync(dir, { recursive: true }));

describe('an institution that installs the kit without the engine', () => {
  it('runs it on plain Node, with the few packages it names', async () => {
    const program = `
      import { answers, memoryInProcess, startOffice } from 'relais-consumer-kit';
      console.log(JSON.stringify([answers.start('R1'), typeof startOffice, typeof memoryInProcess]));
    `;
    writeFileSync(join(dir, 'office.mjs'), program);
    const { stdout } = await node('office.mjs');
    expect(JSON.parse(stdout)).toEqual([
      { kind: 'startReferral', referralId: 'R1' },
      'function',
      'function',
    ]);
  });

  it('is told by the compiler what each notice holds, and what is no answer', async () => {
    mkdirSync(join(dir, 'src'));
    writeFileSync(
      join(dir, 'src/office.ts'),
      `import { answers } from 'relais-consumer-kit';
       import type { Handlers } from 'relais-consumer-kit';
       export const handlers: Handlers<undefined> = {
         'ch.relais.referral.sent.v1': async ({ data }, { answer }) => {
           const referral: string = data.referralId;
           await answer(answers.decline(referral, { reason: 'duplicate', nextOwner: 'sg-rav' }));
         },
         'ch.relais.case.closed.v1': async ({ data }) => {
           // @ts-expect-error a notice about a case may be about no referral
           const referral: string = data.referralId;
         },
         // @ts-expect-error no such notice
         'ch.relais.referral.lost.v1': async () => undefined,
       };
       // @ts-expect-error nobody declines without saying who should act instead
       answers.decline('R1', { reason: 'duplicate' });
      `,
    );
    const options = ['--strict', '--noEmit', '--skipLibCheck', '--types', 'node'];
    const target = ['--module', 'node20', '--target', 'es2022'];
    const tsc = createRequire(__filename).resolve('typescript/lib/tsc.js');
    const compiled = await node(tsc, ...options, ...target, 'src/office.ts').then(
      () => 'fits',
      (error: unknown) => (error as { readonly stdout: string }).stdout,
    );
    expect(compiled).toBe('fits');
  });
});
