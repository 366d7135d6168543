/**
 * The master keys: they wrap one key per case and anchor the blind indices of AHV numbers and
 * names.
 * Throwing the wrapped key of a case away makes everything personal of it unreadable for good.
 */
import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CantonCode, CaseId } from '../../schemas/index';
import { CannotDecrypt, open, seal } from './cipher';

const KEY_BYTES = 32;

export interface WrappedKey {
  readonly masterKeyId: string;
  readonly wrapped: Uint8Array;
}

export interface Keyring {
  /** A fresh key for a case, wrapped under the newest master key. */
  newCaseKey(caseId: CaseId): WrappedKey;
  /** The key of a case. Throws `CannotDecrypt` when it belongs to another case or master key. */
  unwrap(caseId: CaseId, key: WrappedKey): Buffer;
  /** Equal AHV numbers of one canton give equal bytes; between cantons nothing can be linked. */
  ahvIndex(canton: CantonCode, vn: string): Buffer;
  /** The same for the words of a name with the year of birth (`nameTokens`). */
  nameIndex(canton: CantonCode, token: string): Buffer;
  /** A key of 32 bytes for one purpose, derived from the oldest master key: rotation keeps it. */
  keyFor(purpose: string): Buffer;
}

const idOf = (master: Buffer): string =>
  createHash('sha256').update(master).digest('hex').slice(0, 12);
const contextOf = (caseId: CaseId): string => `case-key:${caseId}`;

/** Builds a keyring from master keys of 32 bytes, newest first; the oldest anchors the index. */
export function makeKeyring(masters: readonly Buffer[]): Keyring {
  const [newest] = masters;
  const oldest = masters.at(-1);
  if (newest === undefined || oldest === undefined || masters.some((k) => k.length !== KEY_BYTES)) {
    throw new Error('a keyring needs at least one master key, each of 32 bytes');
  }
  const byId = new Map(masters.map((master) => [idOf(master), master]));
  const keyFor = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', oldest, '', purpose, KEY_BYTES));
  const indexUnder = (purpose: string) => {
    const key = keyFor(purpose);
    return (canton: CantonCode, value: string): Buffer =>
      createHmac('sha256', key).update(`${canton}:${value}`).digest();
  };
  const ahvIndex = indexUnder('relais ahv index');
  return {
    newCaseKey: (caseId) => ({
      masterKeyId: idOf(newest),
      wrapped: seal(newest, randomBytes(KEY_BYTES), contextOf(caseId)),
    }),
    unwrap: (caseId, { masterKeyId, wrapped }) => {
      const master = byId.get(masterKeyId);
      if (master === undefined) {
        throw new CannotDecrypt(`the master key ${masterKeyId} is not in the key file`);
      }
      return open(master, wrapped, contextOf(caseId));
    },
    ahvIndex: (canton, vn) => ahvIndex(canton, vn.replaceAll('.', '')),
    nameIndex: indexUnder('relais name index'),
    keyFor,
  };
}

/**
 * Reads the key file: one base64 key of 32 bytes a line, newest first (`openssl rand -base64 32`).
 * To rotate, add a line on top; older keys stay readable. Throws when the file is not such a file.
 */
export function loadKeyring(masterKeyFile: string): Keyring {
  const lines = readFileSync(masterKeyFile, 'utf8').split('\n');
  const keys = lines.map((line) => line.trim()).filter((line) => line !== '');
  const masters = keys.map((line) => Buffer.from(line, 'base64'));
  if (masters.length === 0 || masters.some((master) => master.length !== KEY_BYTES)) {
    throw new Error(`${masterKeyFile}: expected base64 keys of 32 bytes, one a line, newest first`);
  }
  return makeKeyring(masters);
}
