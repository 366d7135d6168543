/** Texts of rules that a canton would send: the published ones with something edited. */
import { stringify } from 'yaml';
import { addDays, localDate } from '../../domain/deadlines/dates';
import { loadPolicies } from '../../infra/policies';
import type { PolicyDocument, RunningPolicy } from '../../schemas/index';

export const today = (): string => localDate(new Date().toISOString());

/** The newest version of a policy as its file has it. */
export const newest = (id: string): PolicyDocument => {
  const found = loadPolicies().filter(({ running }) => running.id === id);
  return found.sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0]!;
};

export interface Edit extends Partial<Omit<PolicyDocument, 'running'>> {
  readonly version: string;
  readonly terms?: Partial<RunningPolicy['terms']>;
}

/** Known since tomorrow: a second version on one day would leave open which of them counts. */
export const edited = (base: PolicyDocument, { version, terms, ...parts }: Edit): string =>
  stringify({
    ...base,
    validFrom: today(),
    knownSince: addDays(today(), 1),
    ...parts,
    running: { ...base.running, version, terms: { ...base.running.terms, ...terms } },
  });
