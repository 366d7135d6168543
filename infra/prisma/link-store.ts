/** What signed links are good for. Kept as long as it takes to say that a link is used up or too old. */
import { randomUUID } from 'node:crypto';
import type { CaseId, InstitutionId, ReferralId } from '../../schemas/index';
import type { Database } from './database';

/** What somebody with the link may do: one purpose, one referral, in the name of one institution. */
export interface AnswerLink {
  readonly id: string;
  readonly institutionId: InstitutionId;
  readonly caseId: CaseId;
  readonly referralId: ReferralId;
  readonly purpose: 'answer';
  /** Domain instant. */
  readonly expiresAt: string;
  readonly isUsed: boolean;
  /** Of the secret in the browser in which it was opened; null before. */
  readonly boundHash: string | null;
}

export type NewLink = Pick<AnswerLink, 'institutionId' | 'caseId' | 'referralId' | 'expiresAt'> &
  Partial<Pick<AnswerLink, 'boundHash'>>;

export interface LinkStore {
  makeLink(link: NewLink): Promise<AnswerLink>;
  findLink(id: string): Promise<AnswerLink | undefined>;
  markUsed(id: string): Promise<void>;
  /** False when the link is bound already. */
  bind(id: string, boundHash: string): Promise<boolean>;
}

export const makeLinkStore = (db: Database): LinkStore => ({
  async makeLink(link) {
    const id = randomUUID();
    const { boundHash = null } = link;
    await db.$executeRaw`
      INSERT INTO answer_links (id, institution_id, case_id, referral_id, purpose, expires_at, bound_hash)
      VALUES (${id}::uuid, ${link.institutionId}, ${link.caseId}::uuid, ${link.referralId},
        'answer', ${link.expiresAt}::timestamptz, ${boundHash})`;
    return { ...link, id, purpose: 'answer', isUsed: false, boundHash };
  },

  async findLink(id) {
    const [row] = await db.$queryRaw<AnswerLink[]>`
      SELECT id, institution_id AS "institutionId", case_id AS "caseId",
        referral_id AS "referralId", purpose, relais_instant(expires_at) AS "expiresAt",
        used_at IS NOT NULL AS "isUsed", bound_hash AS "boundHash"
      FROM answer_links WHERE id = ${id}::uuid`;
    return row;
  },

  async markUsed(id) {
    await db.$executeRaw`
      UPDATE answer_links SET used_at = clock_timestamp() WHERE id = ${id}::uuid AND used_at IS NULL`;
  },

  async bind(id, boundHash) {
    const bound = await db.$executeRaw`
      UPDATE answer_links SET bound_hash = ${boundHash} WHERE id = ${id}::uuid AND bound_hash IS NULL`;
    return bound === 1;
  },
});
