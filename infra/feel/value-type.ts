/**
 * Which values may meet in a comparison. FEEL itself says that a text is simply not equal to a number
 * or to a code that does not exist; a rule that can never hold for that reason is refused here.
 */
import type { FactType } from './fact-types';

/** A value that a canton sets. */
export type ParameterValue = string | number | boolean;
/** What each parameter is set to, in the policy and in the cantons that work by it. */
export type ParameterValues = Readonly<Record<string, readonly ParameterValue[]>>;

/** The type of a part of an expression. `moment` is a date that FEEL knows as one: `date(…)`. */
export interface ValueType {
  readonly kind: FactType['kind'] | 'moment';
  readonly list: boolean;
  /** As it stands in the expression. */
  readonly name: string;
  readonly codes?: readonly string[];
  readonly ordered?: boolean;
  readonly isDate?: boolean;
  /** The texts it can be: of a literal or of a parameter. */
  readonly values?: readonly string[];
}

const KINDS = {
  text: 'a text in "quotes"',
  number: 'a number',
  boolean: 'true or false',
  object: 'one of its parts',
  moment: 'a date("YYYY-MM-DD")',
} as const;
const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** What to write for a value of this type. */
export const described = (type: ValueType): string => KINDS[type.kind];

const isGiven = ({ values, codes, isDate }: ValueType): boolean =>
  values === undefined && (codes !== undefined || isDate === true);

/** The side that the facts fix, then the side that the author wrote. */
const sides = (left: ValueType, right: ValueType): [ValueType, ValueType] =>
  isGiven(right) && !isGiven(left) ? [right, left] : [left, right];

const mixed = (left: ValueType, right: ValueType): string | undefined => {
  const list = [left, right].find((side) => side.list);
  if (list)
    return `one value to compare, not the list ${list.name} (use "some", "count" or "list contains")`;
  const object = [left, right].find(({ kind }) => kind === 'object');
  if (object) return `a part of ${object.name} to compare, such as ${object.name}.…`;
  return left.kind === right.kind
    ? undefined
    : `${described(left)} to compare with ${left.name}, not ${right.name}`;
};

const strangeDate = (fixed: ValueType, written: ValueType): string | undefined => {
  const wrong = written.values?.find((value) => !DATE.test(value));
  return wrong === undefined ? undefined : `a date "YYYY-MM-DD" for ${fixed.name}, not "${wrong}"`;
};

const strangeCode = (codes: readonly string[], fixed: ValueType, written: ValueType) => {
  const wrong = written.values?.find((value) => !codes.includes(value));
  if (wrong !== undefined) {
    const from = written.name.startsWith('"') ? '' : ` (${written.name})`;
    return `one of ${codes.join(', ')} for ${fixed.name}, not "${wrong}"${from}`;
  }
  const apart = written.codes && !codes.some((code) => written.codes?.includes(code));
  return apart ? `codes that ${fixed.name} and ${written.name} share; they have none` : undefined;
};

const strange = ([fixed, written]: readonly [ValueType, ValueType]): string | undefined => {
  if (fixed.isDate) return strangeDate(fixed, written);
  return fixed.codes && strangeCode(fixed.codes, fixed, written);
};

/** What is wrong with `left = right`; undefined when they may meet. */
export const unequalTypes = (left: ValueType, right: ValueType): string | undefined =>
  mixed(left, right) ?? strange(sides(left, right));

/** What is wrong with `left < right`; undefined when they have an order. */
export const unorderedTypes = (left: ValueType, right: ValueType): string | undefined => {
  const wrong = unequalTypes(left, right);
  if (wrong !== undefined) return wrong;
  if (left.kind === 'boolean') return `"=" for ${left.name}, which is true or false`;
  const [fixed] = sides(left, right);
  return fixed.codes && !fixed.ordered
    ? `"=" or "in" for ${fixed.name}, whose codes have no order`
    : undefined;
};
