// `npm run kit [folder]`: writes the consumer kit as a package of its own, without the engine, for
// institutions to install: plain JavaScript, its types, and only the packages it needs.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../../..');
const out = resolve(process.argv[2] ?? join(root, 'var/consumer-kit'));
const engine = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const { metafile } = await build({
  entryPoints: [join(here, 'index.ts')],
  outfile: join(out, 'index.cjs'),
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  metafile: true,
  logLevel: 'warning',
});
const imported = Object.values(metafile.outputs).flatMap(({ imports }) => imports);
const packages = imported
  .map(({ path }) => path.split('/')[0])
  .filter((name) => !name.startsWith('node:') && !builtinModules.includes(name));
const dependencies = Object.fromEntries(
  [...new Set(packages)].sort().map((name) => [name, engine.dependencies[name]]),
);

const tsc = createRequire(import.meta.url).resolve('typescript/lib/tsc.js');
const config = join(out, 'tsconfig.json');
writeFileSync(
  config,
  JSON.stringify({
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      rootDir: root,
      outDir: join(out, 'types'),
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
    },
    include: [],
    files: [join(here, 'index.ts'), join(here, '../kafkajs-internals.d.ts')],
  }),
);
execFileSync(process.execPath, [tsc, '-p', config], { stdio: 'inherit' });
rmSync(config);

const types = './types/infra/kafka/consumer-kit/index.d.ts';
writeFileSync(
  join(out, 'package.json'),
  `${JSON.stringify(
    {
      name: 'relais-consumer-kit',
      version: engine.version,
      description: 'What an institution needs to be told by Relais, and to answer.',
      license: engine.license,
      engines: engine.engines,
      main: './index.cjs',
      types,
      exports: { '.': { types, default: './index.cjs' } },
      dependencies,
    },
    null,
    2,
  )}\n`,
);
copyFileSync(join(root, 'LICENSE'), join(out, 'LICENSE'));
copyFileSync(join(root, 'docs/consumer-kit.md'), join(out, 'README.md'));
console.log(`consumer kit ${engine.version} in ${out}`);
