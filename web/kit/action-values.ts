/** What was typed into the form of an action, as the command that the API takes. */
import type { ActionField, AllowedAction } from '../../schemas/index';

export type Values = Readonly<Record<string, string | readonly string[]>>;

/** Shapes that this form can write; the others need a form of their own. */
export const isWritable = ({ type }: ActionField): boolean =>
  type !== 'object' && type !== 'objects';

/** Everything that has to be said can be said in this form. */
export const canBeAsked = ({ fields }: AllowedAction): boolean =>
  fields.every((field) => isWritable(field) || !field.required);

const isEmpty = (value: Values[string] | undefined): boolean =>
  value === undefined || value.length === 0;

/** The names of required fields that are still empty. */
export const missingIn = (action: AllowedAction, values: Values): readonly string[] =>
  action.fields
    .filter(({ name, required }) => required && isEmpty(values[name]))
    .map(({ name }) => name);

const parsed = ({ type }: ActionField, value: Values[string]): unknown => {
  if (type === 'number') return Number(value);
  if (type === 'boolean') return value === 'true';
  return value;
};

/** The body of the command; what is empty is not said. */
export const bodyOf = (action: AllowedAction, values: Values): object => {
  const { kind, referralId } = action;
  const said = action.fields
    .filter(({ name }) => !isEmpty(values[name]))
    .map((field) => [field.name, parsed(field, values[field.name] ?? '')] as const);
  return {
    kind,
    ...(referralId === undefined ? {} : { referralId }),
    ...Object.fromEntries(said),
  };
};
