/** What each command has to say, read off the very shapes that parse it: nothing is listed twice. */
import { z } from 'zod';
import { choices, neededFields, takesCode } from '../../domain/possible';
import type { Situation } from '../../domain/possible';
import { CommandRequest, RegisterCaseRequest } from '../../schemas/index';
import type { ActionField, PublicCommandKind } from '../../schemas/index';

type Shape = z.core.$ZodType;
type Description = Omit<ActionField, 'name' | 'required'>;

/** The shape inside `optional()` and `default()`. */
const inner = (shape: Shape): Shape => {
  const { def } = shape._zod;
  return 'innerType' in def ? inner(def.innerType as Shape) : shape;
};

const ofText = (shape: Shape): Description =>
  shape instanceof z.ZodISODate ? { type: 'date' } : { type: 'text' };

const ofList = ({ element }: z.ZodArray): Description => {
  const one = inner(element);
  if (one instanceof z.ZodObject) return { type: 'objects', fields: fieldsIn(one.shape) };
  return one instanceof z.ZodEnum
    ? { type: 'texts', codes: one.options.map(String) }
    : { type: 'texts' };
};

const describe = (shape: Shape): Description => {
  if (shape instanceof z.ZodEnum) return { type: 'code', codes: shape.options.map(String) };
  if (shape instanceof z.ZodBoolean) return { type: 'boolean' };
  if (shape instanceof z.ZodNumber) return { type: 'number' };
  if (shape instanceof z.ZodArray) return ofList(shape);
  return shape instanceof z.ZodObject
    ? { type: 'object', fields: fieldsIn(shape.shape) }
    : ofText(shape);
};

/** What `default()` puts in; nothing where that is the same as saying nothing. */
const presetOf = (field: Shape): Pick<ActionField, 'preset'> => {
  const { data } = z.safeParse(field, undefined);
  const isNothing =
    data === undefined || data === false || (Array.isArray(data) && data.length === 0);
  return isNothing ? {} : { preset: data as NonNullable<ActionField['preset']> };
};

/** Kinds and ids come with the action; where a fact comes from is noted by the edge itself. */
const isAsked = ([name, shape]: readonly [string, Shape]): boolean =>
  name !== 'kind' && name !== 'referralId' && !(inner(shape) instanceof z.ZodRecord);

function fieldsIn(shape: z.ZodRawShape): readonly ActionField[] {
  return Object.entries(shape)
    .filter(isAsked)
    .map(([name, field]) => ({
      name,
      required: !z.safeParse(field, undefined).success,
      ...describe(inner(field)),
      ...presetOf(field),
    }));
}

/** By kind, as the shapes say it, whatever the situation. */
export const fieldsOfKind: ReadonlyMap<string, readonly ActionField[]> = new Map([
  ['registerCase', fieldsIn(RegisterCaseRequest.shape)] as const,
  ...CommandRequest.options.map(({ shape }) => [shape.kind.value, fieldsIn(shape)] as const),
]);

/** A field with the codes that are taken in a situation, and the same for what it is made of. */
const narrowed = (path: string, field: ActionField, situation: Situation): ActionField => {
  const codes =
    choices[path]?.(situation) ?? field.codes?.filter((code) => takesCode(path, code, situation));
  const fields = field.fields?.map((one) => narrowed(`${path}.${one.name}`, one, situation));
  return { ...field, ...(codes && { codes }), ...(fields && { fields }) };
};

/** The fields of a command as they are taken in a situation. */
export const fieldsNow = (kind: PublicCommandKind, situation: Situation): ActionField[] => {
  const needed = neededFields(kind, situation);
  return (fieldsOfKind.get(kind) ?? []).map((field) => ({
    ...narrowed(`${kind}.${field.name}`, field, situation),
    required: field.required || needed.includes(field.name),
  }));
};
