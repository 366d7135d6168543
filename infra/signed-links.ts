/**
 * Links with which a contact without an account answers for an institution. A link is a random id and
 * a signature over everything it is good for; nothing of that can be read from it, and a row changed
 * in the database no longer fits the signature.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Keyring } from './crypto/keyring';
import type { AnswerLink, LinkStore, NewLink } from './prisma/link-store';

/** `invalid`: never made by us, or altered. */
export type LinkFault = 'invalid' | 'expired' | 'used';

export type LinkCheck =
  | { readonly ok: true; readonly link: AnswerLink }
  | { readonly ok: false; readonly fault: LinkFault; readonly link?: AnswerLink };

export interface SignedLinks {
  /** A new link; gives its path, `/answer/<token>`. */
  make(link: NewLink): Promise<string>;
  /** Whether a token may be used at a domain instant. */
  check(token: string, now: string): Promise<LinkCheck>;
  markUsed(id: string): Promise<void>;
  /** Gives a link to one browser, by the hash of its secret; false when it has one already. */
  bind(id: string, boundHash: string): Promise<boolean>;
}

export interface SignedLinksParts {
  readonly store: LinkStore;
  readonly keyring: Pick<Keyring, 'keyFor'>;
}

const shape = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/;

const idIn = (text: string): string =>
  Buffer.from(text, 'base64url')
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const shortId = (id: string): string =>
  Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');

export const makeSignedLinks = ({ store, keyring }: SignedLinksParts): SignedLinks => {
  const key = keyring.keyFor('relais answer links');
  const sign = ({
    id,
    institutionId,
    caseId,
    referralId,
    purpose,
    expiresAt,
  }: AnswerLink): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify([id, institutionId, caseId, referralId, purpose, expiresAt]))
      .digest();
  return {
    async make(wish) {
      const link = await store.makeLink(wish);
      return `/answer/${shortId(link.id)}.${sign(link).toString('base64url')}`;
    },

    async check(token, now) {
      const [, id, signature] = shape.exec(token) ?? [];
      if (id === undefined || signature === undefined) return { ok: false, fault: 'invalid' };
      // The last character of base64 has spare bits: only the very text that we made is taken.
      const uuid = idIn(id);
      const link = shortId(uuid) === id ? await store.findLink(uuid) : undefined;
      if (link === undefined) return { ok: false, fault: 'invalid' };
      const given = Buffer.from(signature, 'base64url');
      const isOurs =
        timingSafeEqual(given, sign(link)) && given.toString('base64url') === signature;
      if (!isOurs) return { ok: false, fault: 'invalid' };
      if (link.isUsed) return { ok: false, fault: 'used', link };
      return link.expiresAt <= now ? { ok: false, fault: 'expired', link } : { ok: true, link };
    },

    markUsed: (id) => store.markUsed(id),
    bind: (id, boundHash) => store.bind(id, boundHash),
  };
};
