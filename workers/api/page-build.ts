/** Makes the status page from `web/`: one module, one style sheet, one document. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import type { PageFile } from './parts';

const webDir = resolve(__dirname, '..', '..', 'web');

const scriptOf = async (entry: string): Promise<string> => {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
  });
  return result.outputFiles[0]?.text ?? '';
};

/** The files of the page by their address. Throws when the page cannot be built. */
export const buildPage = async (dir: string = webDir): Promise<ReadonlyMap<string, PageFile>> => {
  const [document, style, script] = await Promise.all([
    readFile(join(dir, 'index.html'), 'utf8'),
    readFile(join(dir, 'style.css'), 'utf8'),
    scriptOf(join(dir, 'status', 'main.ts')),
  ]);
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', body: document }],
    ['/page/style.css', { type: 'text/css; charset=utf-8', body: style }],
    ['/page/main.js', { type: 'text/javascript; charset=utf-8', body: script }],
  ]);
};
