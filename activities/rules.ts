/**
 * Loads what a running case must know of its canton's rules; the result stays in the case's history.
 * Reads only, so a second call is harmless. Final: a canton without a policy in force on that date.
 */
import { ApplicationFailure } from '@temporalio/common';
import type { CantonCode, PolicyDocument, Refusal } from '../schemas/index';
import type { CalendarStore, PolicyStore, Rules } from './ports';

export interface RulesQuery {
  readonly canton: CantonCode;
  readonly policyId?: string | undefined;
  /** A running case keeps the version it was decided with. */
  readonly policyVersion?: string | undefined;
  /** Plain date. */
  readonly on: string;
}

const unknownPolicy = (query: RulesQuery): ApplicationFailure => {
  const { canton, policyId = '', on } = query;
  const refusal: Refusal = { code: 'unknown_policy', details: { canton, policyId, on } };
  return ApplicationFailure.create({
    type: 'Refusal',
    message: refusal.code,
    details: [refusal],
    nonRetryable: true,
  });
};

export const makeLoadRules =
  (policies: PolicyStore, calendars: CalendarStore) =>
  async (query: RulesQuery): Promise<Rules> => {
    const { canton, policyId, policyVersion, on } = query;
    const document: PolicyDocument | undefined =
      policyId !== undefined && policyVersion !== undefined
        ? await policies.getPolicy(policyId, policyVersion)
        : await policies.findPolicy({ canton, policyId, on });
    if (document === undefined) throw unknownPolicy(query);
    const calendar = await calendars.getCalendar(canton, on);
    return { policy: document.running, calendar };
  };
