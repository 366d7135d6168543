import { createWriteStream } from 'node:fs';
import { chmod, mkdir, open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

const END_RECORD = 0x06054b50;
const CENTRAL_RECORD = 0x02014b50;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly compressedSize: number;
  readonly headerOffset: number;
  readonly mode: number;
}

interface Archive {
  readonly path: string;
  readonly file: FileHandle;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead !== length) throw new Error('the archive is cut off');
  return buffer;
}

async function listEntries(file: FileHandle): Promise<Entry[]> {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(0, size - 66_000), Math.min(size, 66_000));
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== END_RECORD) end -= 1;
  if (end < 0) throw new Error('not a zip archive');
  const directory = await readAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries: Entry[] = [];
  for (let at = 0; at < directory.length && directory.readUInt32LE(at) === CENTRAL_RECORD;) {
    const nameLength = directory.readUInt16LE(at + 28);
    const rest = directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      compressedSize: directory.readUInt32LE(at + 20),
      headerOffset: directory.readUInt32LE(at + 42),
      mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o777,
    });
    at += 46 + nameLength + rest;
  }
  return entries;
}

async function writeEntry(archive: Archive, entry: Entry, to: string): Promise<void> {
  const header = await readAt(archive.file, entry.headerOffset, 30);
  const start = entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  await mkdir(dirname(to), { recursive: true });
  const source = await open(archive.path, 'r');
  const target = createWriteStream(to);
  if (entry.compressedSize === 0) {
    await source.close();
    target.end();
    return;
  }
  const bytes = source.createReadStream({ start, end: start + entry.compressedSize - 1 });
  if (entry.method === 8) await pipeline(bytes, createInflateRaw(), target);
  else if (entry.method === 0) await pipeline(bytes, target);
  else throw new Error(`${entry.name}: compression method ${entry.method} is not supported`);
  if (entry.mode & 0o111) await chmod(to, 0o755);
}

/**
 * Unpacks a zip archive (a Python wheel is one) into `dir`, keeping executable bits. Entries that
 * would land outside of `dir` are an error. Archives over 4 GB are not supported.
 */
export async function unzip(archive: string, dir: string): Promise<void> {
  const root = resolve(dir);
  const file = await open(archive, 'r');
  try {
    for (const entry of await listEntries(file)) {
      const to = join(root, entry.name);
      if (!to.startsWith(root + sep)) throw new Error(`${entry.name} leaves the archive's folder`);
      if (!entry.name.endsWith('/')) await writeEntry({ path: archive, file }, entry, to);
    }
  } finally {
    await file.close();
  }
}
