/**
 * Which errors of a send are the fault of a record, and which pass. A missing right is neither: see
 * access-refused.ts.
 */
import { around } from './access-refused';

/** Answers of a broker that stay the same however often the record is sent. */
const finalTypes = [
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  'INVALID_TOPIC_EXCEPTION',
  'POLICY_VIOLATION',
];

const typeOf = (error: object): string | undefined =>
  'type' in error && typeof error.type === 'string' ? error.type : undefined;

/** Why the records can never be sent; undefined when waiting and a new producer may help. */
export function finalReason(error: unknown): string | undefined {
  for (const one of around(error)) {
    const type = typeOf(one);
    if (type !== undefined && finalTypes.includes(type)) return type.toLowerCase();
    // The record could not even be written down: a header or key that is no text.
    if (one instanceof TypeError) return `unwritable: ${one.message}`;
  }
  return undefined;
}
