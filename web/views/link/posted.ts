/** What a form says that was sent without a script, as it would stand in the form with one. */
import type { ActionField, AllowedAction } from '../../../schemas/index';
import { bodyOf, missingIn } from '../../kit/action-values';
import type { Value, Values } from '../../kit/action-values';
import { optionsFor } from '../../kit/action-words';
import type { Posted, Read } from './sheet';

interface Place {
  readonly path: string;
  readonly id: string;
}

const valueIn = (field: ActionField, { path, id }: Place, posted: Posted): Value => {
  const said = posted[id] ?? [];
  const { type, fields = [] } = field;
  if (type === 'object') return valuesIn(fields, { path, id: `${id}.` }, posted);
  // Lines are added with a script; no answer has any.
  if (type === 'objects') return [];
  if (type !== 'texts') return said[0] ?? '';
  // What was not offered is not said.
  const offered = optionsFor(path, field)?.map(({ value }) => value);
  return said.filter((one) => offered?.includes(one) ?? true);
};

/** The values of the controls, by the names of the fields. */
export function valuesIn(fields: readonly ActionField[], at: Place, posted: Posted): Values {
  return Object.fromEntries(
    fields.map((field) => {
      const { name } = field;
      const place = { path: `${at.path}.${name}`, id: `${at.id}${name}` };
      return [name, valueIn(field, place, posted)];
    }),
  );
}

export const readPosted = (action: AllowedAction, posted: Posted): Read => {
  const values = valuesIn(action.fields, { path: action.kind, id: '' }, posted);
  return { body: bodyOf(action, values), missing: missingIn(action.fields, values) };
};
