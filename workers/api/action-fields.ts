/** What each command has to say, read off the very shapes that parse it: nothing is listed twice. */
import { z } from 'zod';
import { choices, neededFields, takesCode } from '../../domain/possible';
import type { Situation } from '../../domain/possible';
import { CommandRequest } from '../../schemas/index';
import type { ActionField, PublicCommandKind } from '../../schemas/index';

/** The shape inside `optional()` and `default()`. */
const inner = (shape: z.core.$ZodType): z.core.$ZodType => {
  const { def } = shape._zod;
  return 'innerType' in def ? inner(def.innerType as z.core.$ZodType) : shape;
};

const ofText = (shape: z.core.$ZodType): Pick<ActionField, 'type'> =>
  shape instanceof z.ZodISODate ? { type: 'date' } : { type: 'text' };

const ofList = ({ element }: z.ZodArray): Pick<ActionField, 'type'> =>
  inner(element) instanceof z.ZodObject ? { type: 'objects' } : { type: 'texts' };

const typeOf = (shape: z.core.$ZodType): Pick<ActionField, 'type' | 'codes'> => {
  if (shape instanceof z.ZodEnum) return { type: 'code', codes: shape.options.map(String) };
  if (shape instanceof z.ZodBoolean) return { type: 'boolean' };
  if (shape instanceof z.ZodNumber) return { type: 'number' };
  if (shape instanceof z.ZodArray) return ofList(shape);
  return shape instanceof z.ZodObject ? { type: 'object' } : ofText(shape);
};

const fieldsIn = (shape: z.ZodRawShape): readonly ActionField[] =>
  Object.entries(shape)
    .filter(([name]) => name !== 'kind' && name !== 'referralId')
    .map(([name, field]) => ({
      name,
      required: !z.safeParse(field, undefined).success,
      ...typeOf(inner(field)),
    }));

const fieldsOfKind = new Map<string, readonly ActionField[]>(
  CommandRequest.options.map(({ shape }) => [shape.kind.value, fieldsIn(shape)]),
);

/** The fields of a command as they are taken in a situation. */
export const fieldsNow = (kind: PublicCommandKind, situation: Situation): ActionField[] => {
  const needed = neededFields(kind, situation);
  return (fieldsOfKind.get(kind) ?? []).map((field) => {
    const path = `${kind}.${field.name}`;
    const codes =
      choices[path]?.(situation) ?? field.codes?.filter((code) => takesCode(path, code, situation));
    return {
      ...field,
      required: field.required || needed.includes(field.name),
      ...(codes === undefined ? {} : { codes }),
    };
  });
};
