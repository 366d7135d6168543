/**
 * AES-256-GCM in one shape: version byte, 12 byte nonce, 16 byte tag, ciphertext. The context is
 * authenticated but not stored: a ciphertext moved to another place does not open.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES;

/** A ciphertext that was changed, moved to another place, or made with another key. */
export class CannotDecrypt extends Error {
  override readonly name = 'CannotDecrypt';
}

/** Encrypts under a 32 byte key, bound to a context such as `<caseId>:<ref>`. */
export function seal(key: Buffer, plain: Buffer, context: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(context, 'utf8'));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
}

/** Decrypts what `seal` made for the same context. Throws `CannotDecrypt`. */
export function open(key: Buffer, sealed: Uint8Array, context: string): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length < HEAD_BYTES || bytes[0] !== VERSION) {
    throw new CannotDecrypt('not a ciphertext of a known version');
  }
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + NONCE_BYTES));
  decipher.setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(bytes.subarray(1 + NONCE_BYTES, HEAD_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(HEAD_BYTES)), decipher.final()]);
  } catch (error) {
    throw new CannotDecrypt('the ciphertext does not belong to this key and place', {
      cause: error,
    });
  }
}
