/** What was typed into a form, as the JSON that the API takes: what is empty is not said. */
import type { ActionField, AllowedAction } from '../../schemas/index';

/** What stands in a control, in several, in the controls of an object, or of a list of objects. */
export type Value = string | readonly string[] | Values | readonly Values[];
export interface Values {
  readonly [name: string]: Value | undefined;
}

type Given = Value | undefined;
type Fields = readonly ActionField[];

export const textIn = (value: Given): string => (typeof value === 'string' ? value : '');
export const textsIn = (value: Given): readonly string[] =>
  Array.isArray(value)
    ? (value as readonly unknown[]).filter((one) => typeof one === 'string')
    : [];
export const groupIn = (value: Given): Values =>
  typeof value === 'object' && !Array.isArray(value) ? (value as Values) : {};
export const groupsIn = (value: Given): readonly Values[] =>
  Array.isArray(value) ? (value as readonly Values[]).filter((one) => typeof one === 'object') : [];

const presetOf = ({ type, preset, fields = [], required }: ActionField): Given => {
  if (type === 'object') return initialValues(fields);
  if (type === 'objects') return required ? [initialValues(fields)] : [];
  if (preset === undefined) return undefined;
  return typeof preset === 'object' ? preset : String(preset);
};

/** A form that nobody has typed in: what holds without a word stands in it already. */
export function initialValues(fields: Fields): Values {
  return Object.fromEntries(fields.map((field) => [field.name, presetOf(field)]));
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Somebody has said something here. */
export const isTouched = (field: ActionField, value: Given): boolean => {
  const { type, fields = [] } = field;
  if (type === 'object') return fields.some((one) => isTouched(one, groupIn(value)[one.name]));
  if (type === 'objects') return groupsIn(value).length > 0;
  return value !== undefined && value.length !== 0 && !same(value, presetOf(field));
};

const objectOf = (fields: Fields, values: Values): object =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const said = saidIn(field, values[field.name]);
      return said === undefined ? [] : [[field.name, said] as const];
    }),
  );

const numberIn = (text: string): unknown => (Number.isFinite(Number(text)) ? Number(text) : text);

const saidInControl = ({ type, preset }: ActionField, value: Given): unknown => {
  // An empty list says something where a full one would hold without a word.
  if (type === 'texts') return textsIn(value).length > 0 || preset ? textsIn(value) : undefined;
  const text = textIn(value).trim();
  if (text === '') return undefined;
  if (type === 'boolean') return text === 'true';
  return type === 'number' ? numberIn(text) : text;
};

function saidIn(field: ActionField, value: Given): unknown {
  const { type, fields = [], required } = field;
  if (type === 'object')
    return required || isTouched(field, value) ? objectOf(fields, groupIn(value)) : undefined;
  if (type !== 'objects') return saidInControl(field, value);
  const all = groupsIn(value).map((one) => objectOf(fields, one));
  return all.length > 0 ? all : undefined;
}

/** Everything that was said, by the names of the fields. */
export const saidOf = objectOf;

/** The ids of required fields that are empty, in their order: `referrals.0.to`. */
export const missingIn = (fields: Fields, values: Values, base = ''): readonly string[] =>
  fields.flatMap((field) => missingOf(field, values[field.name], `${base}${field.name}`));

const missingInObject = (field: ActionField, value: Given, id: string): readonly string[] => {
  const { fields = [], required } = field;
  const isTold = isTouched(field, value);
  if (!required && !isTold) return [];
  // Where every part may be left out, at least one is wanted.
  if (!isTold && fields.every((one) => !one.required)) return [id];
  return missingIn(fields, groupIn(value), `${id}.`);
};

const missingInList = (field: ActionField, value: Given, id: string): readonly string[] => {
  const { fields = [], required } = field;
  const all = groupsIn(value);
  if (all.length === 0) return required ? [id] : [];
  return all.flatMap((one, index) => missingIn(fields, one, `${id}.${index}.`));
};

function missingOf(field: ActionField, value: Given, id: string): readonly string[] {
  const { type, required } = field;
  if (type === 'object') return missingInObject(field, value, id);
  if (type === 'objects') return missingInList(field, value, id);
  return required && saidInControl(field, value) === undefined ? [id] : [];
}

/** What is complete of it: of a half-filled object nothing is said yet. */
export const completeOf = (fields: Fields, values: Values): object =>
  objectOf(
    fields.filter((field) => missingOf(field, values[field.name], '').length === 0),
    values,
  );

const typed = ({ type, fields = [] }: ActionField, said: unknown): Given => {
  if (said === undefined || said === null) return undefined;
  if (type === 'object') return valuesFrom(fields, said);
  if (type === 'objects')
    return (said as readonly object[]).map((one): Values => valuesFrom(fields, one));
  if (type === 'texts') return said as readonly string[];
  return typeof said === 'string' ? said : JSON.stringify(said);
};

/** The way back: what is known already, as it stands in the form. */
export function valuesFrom(fields: Fields, said: object): Values {
  const known = said as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    fields.map((field) => [field.name, typed(field, known[field.name]) ?? presetOf(field)]),
  );
}

/** The body of a command. */
export const bodyOf = ({ kind, referralId, fields }: AllowedAction, values: Values): object => ({
  kind,
  ...(referralId === undefined ? {} : { referralId }),
  ...objectOf(fields, values),
});
