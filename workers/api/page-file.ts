/** What is sent as it is, made once when a process starts. */
import { gzipSync } from 'node:zlib';
import type { PageFile } from './parts';

/** A file with its short form, which is made once. */
export const fileOf = (type: string, body: string): PageFile => ({
  type,
  body,
  gzip: gzipSync(body, { level: 9 }),
});
