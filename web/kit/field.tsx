import { useId } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import { text } from '../app/words';

interface Common {
  readonly label: string;
  readonly name?: string;
  readonly hint?: string | undefined;
  readonly required?: boolean;
  /** What is wrong and what to do, in the language of the reader. */
  readonly error?: string | undefined;
}

interface FieldProps extends Common {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'date' | 'number' | 'email' | 'search' | 'tel';
  readonly rows?: number;
}

const named = (label: string, required = false): string =>
  required ? `${label} (${text('page.required')})` : label;

/** A line of text, or several with `rows`. The label says what is required: no sign to decode. */
export const Field = (props: FieldProps) => {
  const {
    label,
    hint,
    error,
    required = false,
    value,
    onChange,
    type = 'text',
    rows,
    name,
  } = props;
  return (
    <TextField
      className="field"
      {...(name === undefined ? {} : { name })}
      type={type === 'date' || type === 'number' ? 'text' : type}
      value={value}
      onChange={onChange}
      isInvalid={error !== undefined}
      isRequired={required}
      validationBehavior="aria"
    >
      <Label>{named(label, required)}</Label>
      {rows === undefined ? <Input type={type} /> : <TextArea rows={rows} />}
      {hint === undefined ? null : <Text slot="description">{hint}</Text>}
      <FieldError>{error}</FieldError>
    </TextField>
  );
};

export interface Option {
  readonly value: string;
  readonly label: string;
}

interface SelectProps extends Common {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly Option[];
  /** The first, empty choice; absent where something is always chosen. */
  readonly empty?: string;
}

/** One of a list. The browser's own control: it speaks to every aid and fits every screen. */
export const Select = (props: SelectProps) => {
  const { label, hint, error, required, value, onChange, options, empty, name } = props;
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{named(label, required)}</label>
      <select
        id={id}
        name={name}
        value={value}
        required={required}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={described === '' ? undefined : described}
        onChange={(event) => onChange(event.target.value)}
      >
        {empty === undefined ? null : <option value="">{empty}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {hint === undefined ? null : <span id={`${id}-hint`}>{hint}</span>}
      {error === undefined ? null : (
        <span id={`${id}-error`} className="field-error">
          {error}
        </span>
      )}
    </div>
  );
};

interface CheckboxProps {
  readonly label: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  readonly name?: string;
  /** What a form says that is sent without a script. */
  readonly sends?: string;
}

export const Checkbox = ({ label, value, onChange, name, sends }: CheckboxProps) => (
  <label className="checkbox">
    <input
      type="checkbox"
      name={name}
      value={sends}
      checked={value}
      onChange={(event) => onChange(event.target.checked)}
    />
    {label}
  </label>
);

interface CheckboxesProps extends Common {
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
  readonly options: readonly Option[];
}

/** Any number of a list. */
export const Checkboxes = (props: CheckboxesProps) => {
  const { label, hint, error, required, value, onChange, options, name } = props;
  const id = useId();
  const toggle = (one: string, isOn: boolean): void =>
    onChange(isOn ? [...value, one] : value.filter((other) => other !== one));
  return (
    <fieldset className="field" aria-describedby={error === undefined ? undefined : `${id}-error`}>
      <legend>{named(label, required)}</legend>
      {hint === undefined ? null : <span>{hint}</span>}
      {error === undefined ? null : (
        <span id={`${id}-error`} className="field-error">
          {error}
        </span>
      )}
      {options.map((option) => (
        <Checkbox
          key={option.value}
          label={option.label}
          value={value.includes(option.value)}
          sends={option.value}
          onChange={(isOn) => toggle(option.value, isOn)}
          {...(name === undefined ? {} : { name })}
        />
      ))}
    </fieldset>
  );
};
