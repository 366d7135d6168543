/**
 * `npm run check`: what should be true at every save. No engine is started. Two steps run at a
 * time; each ends in one line, and the output of the first that failed is shown whole at the end.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CACHE = join(ROOT, 'var/cache');
const AT_ONCE = 2;

/** The script of a package's command, so that no shell and no npx stands in between. */
function bin(name, command = name) {
  const manifest = require.resolve(`${name}/package.json`);
  const { bin: commands } = require(manifest);
  return join(dirname(manifest), typeof commands === 'string' ? commands : commands[command]);
}

const tsc = (name, project) => [
  name,
  bin('typescript', 'tsc'),
  '--project',
  project,
  '--noEmit',
  '--incremental',
  '--tsBuildInfoFile',
  join(CACHE, `${name}.tsbuildinfo`),
];

const hasPage =
  existsSync(join(ROOT, 'web')) &&
  readdirSync(join(ROOT, 'web'), { recursive: true }).some((file) => /\.tsx?$/.test(file));

// The longest first, so that two cores finish together. The lint cache looks at one file at a time;
// `npm run lint` looks afresh and is what counts before a release.
const steps = [
  [
    'lint',
    bin('eslint'),
    '.',
    '--max-warnings=0',
    '--cache',
    '--cache-strategy=content',
    `--cache-location=${join(CACHE, 'eslint')}`,
  ],
  tsc('types', '.'),
  ...(hasPage ? [tsc('types-web', 'web')] : []),
  ['tests', bin('jest'), 'test/domain/', 'test/architecture/'],
  ['graph', join(ROOT, 'test/architecture/cruise.mjs')],
  ['dead', join(ROOT, 'node_modules/knip/bin/knip.js'), '--no-config-hints'],
  ['docs', '--import', 'tsx', join(ROOT, 'workers/docs.main.ts'), '--check'],
  ['policies', '--import', 'tsx', join(ROOT, 'workers/policies-check.main.ts')],
  [
    'format',
    bin('prettier'),
    '--check',
    '--log-level=warn',
    '--cache',
    '--cache-strategy=content',
    `--cache-location=${join(CACHE, 'prettier')}`,
    '.',
  ],
];

// Laws are tried a little here and fully by `npm test`.
const env = { ...process.env, RELAIS_FEW_RUNS: '1' };

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

function run([name, ...command]) {
  const since = Date.now();
  const child = spawn(process.execPath, command, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  }
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const ok = code === 0;
      console.log(`${ok ? 'ok  ' : 'FAIL'}  ${name.padEnd(10)} ${seconds(since).padStart(7)}`);
      resolve({ name, ok, output });
    });
  });
}

mkdirSync(CACHE, { recursive: true });
const started = Date.now();
const waiting = [...steps];
const failures = [];

async function worker() {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    const result = await run(step);
    if (!result.ok) failures.push(result);
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, worker));

const [first] = failures;
if (first !== undefined) {
  console.log(`\n--- ${first.name} ---\n${first.output.trim()}`);
  const others = failures.slice(1).map(({ name }) => name);
  if (others.length > 0) console.log(`\nalso failed: ${others.join(', ')}`);
}
console.log(`\n${first === undefined ? 'all good' : 'not good'} in ${seconds(started)}`);
process.exitCode = first === undefined ? 0 : 1;
