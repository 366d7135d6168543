/**
 * The pages behind a signed link are drawn by the parts of `web/`: bundled once for this process and
 * run here, so that a contact without an account and without a script meets the form of the inbox.
 */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import { build } from 'esbuild';
import type { LinkPage } from '../../web/views/link/sheet';

const entry = resolve(__dirname, '..', '..', 'web', 'views', 'link', 'index.tsx');

const bundle = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    legalComments: 'none',
    logLevel: 'silent',
    platform: 'node',
    mainFields: ['module', 'main'],
    format: 'cjs',
    target: 'node20',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return outputFiles.map(({ text }) => text).join('\n');
};

interface Made {
  exports: Partial<LinkPage>;
}
type Run = (module: Made, require: NodeJS.Require) => void;

const load = async (): Promise<LinkPage> => {
  const source = await bundle();
  const run = compileFunction(source, ['module', 'require'], { filename: entry }) as Run;
  const made: Made = { exports: {} };
  // Only what Node itself has is asked for: everything else is in the bundle.
  run(made, createRequire(__filename));
  const { drawSheet, readAnswer } = made.exports;
  if (drawSheet === undefined || readAnswer === undefined)
    throw new Error('the page behind the signed links was built without its parts');
  return { drawSheet, readAnswer };
};

let loading: Promise<LinkPage> | undefined;

/** Built when it is first wanted, once in a process. Throws when it cannot be built. */
export const linkPage = (): Promise<LinkPage> => (loading ??= load());
