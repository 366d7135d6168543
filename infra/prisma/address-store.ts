/** Where institutions without Kafka are reached. The secret of a web hook lies here sealed. */
import { randomBytes } from 'node:crypto';
import type { ChannelAnswer, ChannelRequest, InstitutionId } from '../../schemas/index';
import { open, seal } from '../crypto/cipher';
import type { Keyring } from '../crypto/keyring';
import type { Database } from './database';

export interface Address {
  readonly mailbox?: string;
  readonly hook?: { readonly url: string; readonly secret: string };
}

export interface AddressStore {
  /** Empty when nobody said. */
  getAddress(institutionId: InstitutionId): Promise<Address>;
  /**
   * Sets channel and address together. A web hook gets a new secret, given back here and nowhere
   * else. Undefined when the institution is not in the directory.
   */
  setChannel(
    institutionId: InstitutionId,
    wish: ChannelRequest,
  ): Promise<ChannelAnswer | undefined>;
}

const secretBytes = 32;
/** How Standard Webhooks writes a symmetric secret. */
const secretPrefix = 'whsec_';
const contextOf = (institutionId: InstitutionId): string => `webhook:${institutionId}`;

interface Row {
  readonly mailbox: string | null;
  readonly url: string | null;
  readonly sealed: Uint8Array | null;
}

export const makeAddressStore = (db: Database, keyring: Pick<Keyring, 'keyFor'>): AddressStore => {
  const key = keyring.keyFor('relais webhook secrets');
  return {
    async getAddress(institutionId) {
      const [row] = await db.$queryRaw<Row[]>`
        SELECT mailbox, hook_url AS url, hook_secret AS sealed FROM addresses
        WHERE institution_id = ${institutionId}`;
      if (row === undefined) return {};
      const { mailbox, url, sealed } = row;
      return {
        ...(mailbox === null ? {} : { mailbox }),
        ...(url === null || sealed === null
          ? {}
          : {
              hook: { url, secret: open(key, sealed, contextOf(institutionId)).toString('utf8') },
            }),
      };
    },

    async setChannel(institutionId, wish) {
      const { channel } = wish;
      const secret =
        channel === 'webhook'
          ? `${secretPrefix}${randomBytes(secretBytes).toString('base64')}`
          : undefined;
      const sealed =
        secret === undefined
          ? null
          : seal(key, Buffer.from(secret, 'utf8'), contextOf(institutionId));
      const { mailbox = null, digest = null } = channel === 'mail' ? wish : {};
      const url = channel === 'webhook' ? wish.url : null;
      const written = await db.$executeRaw`
        WITH known AS (
          UPDATE institutions SET channel = ${channel}, updated_at = clock_timestamp()
          WHERE id = ${institutionId} RETURNING id)
        INSERT INTO addresses AS a (institution_id, mailbox, digest, hook_url, hook_secret)
        SELECT id, ${mailbox}, ${digest}, ${url}, ${sealed}::bytea FROM known
        ON CONFLICT (institution_id) DO UPDATE SET mailbox = excluded.mailbox,
          digest = excluded.digest, hook_url = excluded.hook_url,
          hook_secret = excluded.hook_secret, changed_at = clock_timestamp()`;
      if (written === 0) return undefined;
      return { channel, ...(secret === undefined ? {} : { secret }) };
    },
  };
};
