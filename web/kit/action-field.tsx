import { createContext, useContext, useEffect, useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { ActionField } from '../../schemas/index';
import { labelled, text } from '../app/words';
import { hintFor, labelOfField, optionsFor } from './action-words';
import { groupIn, groupsIn, initialValues, isTouched, textIn, textsIn } from './action-values';
import type { Value, Values } from './action-values';
import { Button } from './button';
import { Checkbox, Checkboxes, Field, Select } from './field';

/** What is wrong, by the id of the field: `facts.permit.category`. */
export type Errors = Readonly<Record<string, string>>;

/** Facts that are asked for in particular: their fields are there before anybody adds them. */
const Wanted = createContext<readonly string[]>([]);
export const WantedFacts = Wanted.Provider;

interface Props {
  /** Names from the command on: `updateFacts.facts.permit`; by it words are found. */
  readonly path: string;
  /** Names with the places in lists: `facts.registrations.0.state`; the name of the control. */
  readonly id: string;
  readonly field: ActionField;
  readonly value: Value | undefined;
  readonly errors: Errors;
  readonly onChange: (value: Value) => void;
}

const inputTypes: Readonly<Partial<Record<ActionField['type'], 'date' | 'number'>>> = {
  date: 'date',
  number: 'number',
};

/** One control. */
const Control = ({ path, id, field, value, errors, onChange }: Props) => {
  const { required, type } = field;
  const label = labelOfField(path, field);
  const common = { name: id, label, required, error: errors[id], hint: hintFor(path, field) };
  const options = optionsFor(path, field);
  if (type === 'texts')
    return (
      <Checkboxes {...common} options={options ?? []} value={textsIn(value)} onChange={onChange} />
    );
  if (options !== undefined)
    return (
      <Select {...common} empty="–" options={options} value={textIn(value)} onChange={onChange} />
    );
  if (type === 'boolean')
    return (
      <Checkbox
        name={id}
        label={label}
        sends="true"
        value={value === 'true'}
        onChange={(yes) => onChange(yes ? 'true' : '')}
      />
    );
  return (
    <Field
      {...common}
      type={inputTypes[type] ?? 'text'}
      value={textIn(value)}
      onChange={onChange}
    />
  );
};

interface GroupProps {
  readonly path: string;
  readonly id: string;
  readonly fields: readonly ActionField[];
  readonly values: Values;
  readonly errors: Errors;
  readonly onChange: (values: Values) => void;
}

/** Nothing to choose from and nothing to say: there is no use in showing it. */
const isOffered = ({ codes, required }: ActionField): boolean => required || codes?.length !== 0;

/** The controls of an object, or of a whole command. */
export const Inputs = ({ path, id, fields, values, errors, onChange }: GroupProps) => (
  <>
    {fields.filter(isOffered).map((field) => (
      <ActionInput
        key={field.name}
        path={path === '' ? field.name : `${path}.${field.name}`}
        id={id === '' ? field.name : `${id}.${field.name}`}
        field={field}
        value={values[field.name]}
        errors={errors}
        onChange={(value) => onChange({ ...values, [field.name]: value })}
      />
    ))}
  </>
);

const Frame = ({
  title,
  id,
  error,
  children,
}: {
  title: string;
  id: string;
  error?: string | undefined;
  children: ReactNode;
}) => {
  const errorId = useId();
  return (
    <fieldset className="field group" data-field={id} aria-describedby={error && errorId}>
      <legend>{title}</legend>
      {error === undefined ? null : (
        <span id={errorId} className="field-error">
          {error}
        </span>
      )}
      {children}
    </fieldset>
  );
};

/** Brings the focus to where something new is to be filled in. */
const useFocusOn = () => {
  const [wanted, focusOn] = useState<string>();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (wanted === undefined) return;
    place.current?.querySelector<HTMLElement>(wanted)?.focus();
    focusOn(undefined);
  }, [wanted]);
  return { place, focusOn };
};

const within = (id: string): string =>
  ['input', 'select', 'textarea']
    .map((tag) => `[data-field="${id}"] ${tag}, ${tag}[name="${id}"]`)
    .join(', ');

/** A list of objects: as many as are added. */
const ListInput = ({ path, id, field, value, errors, onChange }: Props) => {
  const { fields = [] } = field;
  const items = groupsIn(value);
  const label = labelOfField(path, field);
  const { place, focusOn } = useFocusOn();
  const add = (): void => {
    onChange([...items, initialValues(fields)]);
    focusOn(within(`${id}.${items.length}`));
  };
  const remove = (index: number): void => {
    onChange(items.filter((_, at) => at !== index));
    focusOn('button[data-add]');
  };
  const change = (index: number, next: Values): void =>
    onChange(items.map((one, at) => (at === index ? next : one)));
  return (
    <Frame title={label} id={id} error={errors[id]}>
      <div ref={place}>
        {items.map((item, index) => (
          <Frame key={index} title={`${label} ${index + 1}`} id={`${id}.${index}`}>
            <Inputs
              path={path}
              id={`${id}.${index}`}
              fields={fields}
              values={item}
              errors={errors}
              onChange={(next) => change(index, next)}
            />
            <Button look="quiet" onPress={() => remove(index)}>
              {labelled(text('page.remove'), `${label} ${index + 1}`)}
            </Button>
          </Frame>
        ))}
        <Button look="quiet" onPress={add} data-add="" id={`add-${id}`}>
          {labelled(text('page.add'), label)}
        </Button>
      </div>
    </Frame>
  );
};

/** More than this of things that may all be left out is no form any more: one adds what one knows. */
const mostOpen = 8;

/** An object of many parts, of which those are shown that are wanted, filled in, or added. */
export const PickInputs = ({ path, id, fields, values, errors, onChange }: GroupProps) => {
  const wanted = useContext(Wanted);
  const [added, setAdded] = useState<readonly string[]>(() =>
    fields.filter((field) => isTouched(field, values[field.name])).map(({ name }) => name),
  );
  const [choice, setChoice] = useState('');
  const { place, focusOn } = useFocusOn();
  const isShown = ({ name }: ActionField): boolean => wanted.includes(name) || added.includes(name);
  const rest = fields.filter((field) => !isShown(field));
  const add = (): void => {
    if (choice === '') return;
    setAdded([...added, choice]);
    setChoice('');
    focusOn(within(`${id}.${choice}`));
  };
  return (
    <div ref={place}>
      <Inputs {...{ path, id, values, errors, onChange }} fields={fields.filter(isShown)} />
      {rest.length === 0 ? null : (
        <div className="pick">
          <Select
            label={text('page.addFact')}
            name={id}
            empty="–"
            value={choice}
            error={errors[id]}
            options={rest.map((field) => ({
              value: field.name,
              label: labelOfField(`${path}.${field.name}`, field),
            }))}
            onChange={setChoice}
          />
          <Button look="quiet" onPress={add} id={`add-${id}`}>
            {text('page.add')}
          </Button>
        </div>
      )}
    </div>
  );
};

interface ListProps extends Omit<GroupProps, 'values' | 'onChange'> {
  readonly values: readonly Values[];
  readonly onChange: (values: readonly Values[]) => void;
}

/** Referrals that are thought of, outside a command. */
export const ReferralInputs = ({ fields, values, onChange, ...place }: ListProps) => (
  <ListInput
    {...place}
    field={{ name: 'referrals', required: false, type: 'objects', fields }}
    value={values}
    onChange={(next) => onChange(groupsIn(next))}
  />
);

/** The control, or the controls, for one field of a command. */
export const ActionInput = (props: Props) => {
  const { path, id, field, value, errors, onChange } = props;
  const { type, fields = [] } = field;
  if (type === 'objects') return <ListInput {...props} />;
  if (type !== 'object') return <Control {...props} />;
  const group = { path, id, fields, values: groupIn(value), errors, onChange };
  const isLong = fields.length > mostOpen && fields.every(({ required }) => !required);
  return (
    <Frame title={labelOfField(path, field)} id={id} error={isLong ? undefined : errors[id]}>
      {isLong ? <PickInputs {...group} /> : <Inputs {...group} />}
    </Frame>
  );
};
