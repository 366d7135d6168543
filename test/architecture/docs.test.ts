import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

function filesUnder(folder: string, extension: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(extension))
    .map((name) => join(folder, name));
}

const pages = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...filesUnder('docs', '.md'),
];

/** Targets of `[text](target)` outside code blocks, without those that lead out of the project. */
function relativeLinks(page: string): string[] {
  const prose = read(page)
    .replace(/```[\s\S]*?```/g, '')
    .replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)]
    .map((match) => match[1]!)
    .filter((target) => !/^([a-z][a-z+.-]*:|#)/i.test(target))
    .map((target) => decodeURIComponent(target.replace(/#.*$/, '')));
}

describe('somebody who reads the documents', () => {
  it.each(pages)('finds every file that %s links to', (page) => {
    const lost = relativeLinks(page).filter(
      (target) => !existsSync(join(ROOT, dirname(page), target)),
    );
    expect(lost).toEqual([]);
  });

  it('can open every file that the walk names', () => {
    const rooms =
      'policies|schemas|domain|workflows|activities|workers|infra|web|bench|test|docs'.split('|');
    const named = [...read('docs/walk.md').matchAll(/`([\w./-]+)`/g)]
      .map((match) => match[1]!)
      .filter((path) => rooms.includes(path.split('/')[0]!) && path.includes('/'));
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('finds every shape of schemas/ explained in the glossary', () => {
    const glossary = read('docs/glossary.md');
    const shapes = filesUnder('schemas', '.ts').flatMap((file) => exportedShapes(read(file)));
    const unknown = [...new Set(shapes)].filter(
      (name) => !new RegExp(`\\b${name}\\b`).test(glossary),
    );
    expect(unknown).toEqual([]);
  });

  it('meets no empty page', () => {
    const empty = pages.filter((page) => statSync(join(ROOT, page)).size === 0);
    expect(empty.map((page) => relative(ROOT, page))).toEqual([]);
  });
});

/** Names in PascalCase that a file of schemas/ exports: a schema and its type share one name. */
function exportedShapes(source: string): string[] {
  return [...source.matchAll(/^export (?:const|type|interface) ([A-Z]\w*[a-z]\w*)/gm)].map(
    (match) => match[1]!,
  );
}
