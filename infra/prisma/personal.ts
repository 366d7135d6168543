/** Seals and opens what is personal, under the key of its case; the key is made when first needed. */
import { open, seal } from '../crypto/cipher';
import type { Keyring, WrappedKey } from '../crypto/keyring';
import type { CaseId } from '../../schemas/index';
import type { Database } from './database';

/** The case has no key: it never had anything personal, or its key was thrown away. */
export class CaseKeyMissing extends Error {
  override readonly name = 'CaseKeyMissing';
}

export interface PersonalStore {
  /** `place` names the row the ciphertext belongs to; it opens nowhere else. */
  seal(caseId: CaseId, place: string, value: unknown): Promise<Uint8Array<ArrayBuffer>>;
  /** Throws `CaseKeyMissing` or `CannotDecrypt`. */
  open(caseId: CaseId, place: string, ciphertext: Uint8Array): Promise<unknown>;
}

/** Opens with the key of the case at hand. Throws `CannotDecrypt`. */
export const openPersonal = (
  key: Buffer,
  { caseId, place }: { readonly caseId: CaseId; readonly place: string },
  ciphertext: Uint8Array,
): unknown => JSON.parse(open(key, ciphertext, `${caseId}:${place}`).toString('utf8')) as unknown;

export const makePersonalStore = (db: Database, keyring: Keyring): PersonalStore => {
  const findKey = async (caseId: CaseId): Promise<Buffer | undefined> => {
    // Asked in every registration: plain SQL costs a third of what the query builder does.
    const [row] = await db.$queryRaw<WrappedKey[]>`
      SELECT master_key_id AS "masterKeyId", wrapped FROM case_keys WHERE case_id = ${caseId}::uuid`;
    return row === undefined ? undefined : keyring.unwrap(caseId, row);
  };
  const keyFor = async (caseId: CaseId): Promise<Buffer> => {
    const known = await findKey(caseId);
    if (known !== undefined) return known;
    const { masterKeyId, wrapped } = keyring.newCaseKey(caseId);
    // Two writers at once: the first one's key stays, both read it.
    const data = [{ caseId, masterKeyId, wrapped: Uint8Array.from(wrapped) }];
    await db.caseKey.createMany({ data, skipDuplicates: true });
    const made = await findKey(caseId);
    if (made === undefined) throw new CaseKeyMissing(`no key for case ${caseId}`);
    return made;
  };
  return {
    async seal(caseId, place, value) {
      const plain = Buffer.from(JSON.stringify(value), 'utf8');
      return Uint8Array.from(seal(await keyFor(caseId), plain, `${caseId}:${place}`));
    },
    async open(caseId, place, ciphertext) {
      const key = await findKey(caseId);
      if (key === undefined) throw new CaseKeyMissing(`no key for case ${caseId}`);
      return openPersonal(key, { caseId, place }, ciphertext);
    },
  };
};
