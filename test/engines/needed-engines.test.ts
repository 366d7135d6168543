import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { neededEngines } from '../support/needed-engines';

describe('the engines that chosen tests need', () => {
  const dir = mkdtempSync(join(__dirname, 'sample-'));
  afterAll(() => rmSync(dir, { recursive: true }));
  const write = (name: string, text: string): string => {
    const file = join(dir, name);
    writeFileSync(file, text);
    return file;
  };

  test('a test of plain decisions starts none', () => {
    expect(
      neededEngines([write('plain.test.ts', "test('1 is 1', () => expect(1).toBe(1));")]),
    ).toEqual([]);
  });

  test('a test that reaches an engine through a file it imports starts that one', () => {
    // cut in two, so that this file does not ask for the engine itself
    const word = ['database', 'ForFile'].join('');
    write('world.ts', `export const database = () => ${word}();`);
    const file = write('deep.test.ts', "import { database } from './world';");
    expect(neededEngines([file])).toEqual(['postgres']);
  });
});
