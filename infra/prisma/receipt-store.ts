/** Receipts of commands: a key used again for something else is noticed before it is answered. */
import type { CaseId } from '../../schemas/index';
import type { Database } from './database';

/** `same`: this very request was made before. `different`: the key was used for something else. */
export type Claim = 'new' | 'same' | 'different';

export interface ReceiptStore {
  /** Claims a command id for a case and the hash of a request body. */
  claim(commandId: string, caseId: CaseId, bodyHash: string): Promise<Claim>;
}

export const makeReceiptStore = (db: Database): ReceiptStore => ({
  async claim(commandId, caseId, bodyHash) {
    const data = [{ commandId, caseId, bodyHash }];
    const { count } = await db.receiptRecord.createMany({ data, skipDuplicates: true });
    if (count > 0) return 'new';
    const found = await db.receiptRecord.findUnique({ where: { commandId } });
    return found?.caseId === caseId && found.bodyHash === bodyHash ? 'same' : 'different';
  },
});
