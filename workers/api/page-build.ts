/**
 * Makes the page from `web/`: a document, a style sheet, and a script that loads each view when it is
 * first wanted. Names carry a hash of what is in them, so a browser may keep the files for ever.
 */
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { build } from 'esbuild';
import type { BuildOptions, OutputFile } from 'esbuild';
import { fileOf } from './page-file';
import type { PageFile } from './parts';

const webDir = resolve(__dirname, '..', '..', 'web');
const base = '/page';

const common = {
  bundle: true,
  write: false,
  minify: true,
  legalComments: 'none',
  logLevel: 'silent',
  outdir: webDir,
} as const satisfies BuildOptions;

const scriptsOf = async (dir: string): Promise<readonly OutputFile[]> => {
  const { outputFiles } = await build({
    ...common,
    entryPoints: [join(dir, 'app', 'main.tsx')],
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    format: 'esm',
    splitting: true,
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return outputFiles;
};

/** The rules of the house, and after them those that a view has for itself. */
const styleOf = async (dir: string): Promise<readonly OutputFile[]> => {
  const views = (await readdir(join(dir, 'views'))).sort();
  const own = views.map((view) => `./views/${view}/style.css`);
  const files = ['./page.css', ...own.filter((file) => existsSync(join(dir, file)))];
  const { outputFiles } = await build({
    ...common,
    stdin: {
      contents: files.map((file) => `@import '${file}';`).join('\n'),
      resolveDir: dir,
      sourcefile: 'all-styles.css',
      loader: 'css',
    },
    entryNames: 'page-[hash]',
  });
  return outputFiles;
};

const addressOf = ({ path }: OutputFile): string => `${base}/${basename(path)}`;

/** Wanted at once by the first script: named in the document, they come with it and not after it. */
const importsOf = (script: OutputFile | undefined): string =>
  [...(script?.text.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g) ?? [])]
    .map(([, name = '']) => `<link rel="modulepreload" href="${base}/${name}" />`)
    .join('\n    ');

const addressBeginning = (files: readonly OutputFile[], name: string): string => {
  const found = files.map(addressOf).find((url) => url.startsWith(`${base}/${name}-`));
  if (found === undefined) throw new Error(`the page was built without "${name}"`);
  return found;
};

/**
 * The files of the page by their address; the document is at `/` and is the same for every view.
 * Throws when the page cannot be built.
 */
export const buildPage = async (dir: string = webDir): Promise<ReadonlyMap<string, PageFile>> => {
  const [frame, styles, scripts] = await Promise.all([
    readFile(join(dir, 'document.html'), 'utf8'),
    styleOf(dir),
    scriptsOf(dir),
  ]);
  const first = addressBeginning(scripts, 'main');
  const document = frame
    .replace('{style}', addressBeginning(styles, 'page'))
    .replace('{script}', first)
    .replace('{imports}', importsOf(scripts.find((file) => addressOf(file) === first)));
  const entry = (type: string) => (file: OutputFile) =>
    [addressOf(file), fileOf(type, file.text)] as const;
  return new Map([
    ['/', fileOf('text/html; charset=utf-8', document)],
    ...styles.map(entry('text/css; charset=utf-8')),
    ...scripts.map(entry('text/javascript; charset=utf-8')),
  ]);
};
