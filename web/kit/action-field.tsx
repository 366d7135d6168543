import type { ActionField, AllowedAction } from '../../schemas/index';
import { word } from '../app/words';
import { optionsFor } from './action-words';
import type { Values } from './action-values';
import { Checkbox, Checkboxes, Field, Select } from './field';

interface Props {
  readonly action: AllowedAction;
  readonly field: ActionField;
  readonly value: Values[string] | undefined;
  readonly error: string | undefined;
  readonly onChange: (value: Values[string]) => void;
}

const inputTypes: Readonly<Partial<Record<ActionField['type'], 'date' | 'number'>>> = {
  date: 'date',
  number: 'number',
};

const one = (value: Values[string] | undefined): string => (typeof value === 'string' ? value : '');

/** The control for one field of a command. */
export const ActionInput = ({ action, field, value, error, onChange }: Props) => {
  const { name, required, type } = field;
  const common = { name, label: word('input', name), required, error };
  const options = optionsFor(action, field);
  if (type === 'texts') {
    const chosen = typeof value === 'object' ? value : [];
    return <Checkboxes {...common} options={options ?? []} value={chosen} onChange={onChange} />;
  }
  if (options !== undefined)
    return (
      <Select {...common} empty="–" options={options} value={one(value)} onChange={onChange} />
    );
  if (type === 'boolean')
    return (
      <Checkbox
        name={name}
        label={common.label}
        value={value === 'true'}
        onChange={(yes) => onChange(yes ? 'true' : '')}
      />
    );
  return (
    <Field {...common} type={inputTypes[type] ?? 'text'} value={one(value)} onChange={onChange} />
  );
};
