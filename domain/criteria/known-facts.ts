/** Which facts count as known when criteria look at them (domain.md 4.1, 4.3). */
import type { JudgedFacts, PolicyParameters } from '../../schemas/index';

/** What an expression may look at: the facts, and what the canton set. */
export type Scope = JudgedFacts & { readonly parameters?: PolicyParameters };

/**
 * The facts as criteria see them: a consent that was not asked or not signed yet is no answer of the
 * person, so it is unknown and never "no".
 */
export const knownFacts = (facts: JudgedFacts): JudgedFacts => {
  const { consent, ...rest } = facts;
  const answered =
    consent !== undefined && consent.status !== 'not_asked' && consent.status !== 'unsigned';
  return answered ? { ...rest, consent } : rest;
};

const step = (value: unknown, name: string): unknown => {
  if (Array.isArray(value)) return value.map((item: unknown) => step(item, name));
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
};

/** The value at a dotted path such as `residence.canton`; undefined when it is not known. */
export const factAt = (facts: object, path: string): unknown =>
  path.split('.').reduce<unknown>(step, facts);
