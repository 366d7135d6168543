import { useRef, useState } from 'react';
import type { AllowedAction, CaseView } from '../../schemas/index';
import { ApiProblem } from '../app/api';
import { say } from '../app/news';
import { useCommand } from '../app/queries';
import { text } from '../app/words';
import { ActionInput } from './action-field';
import { bodyOf, isWritable, missingIn } from './action-values';
import type { Values } from './action-values';
import { Button } from './button';
import { ErrorNote } from './states';

interface Props {
  /** As it is now: when the case changes while the form is open, the next attempt is for that version. */
  readonly view: CaseView;
  readonly action: AllowedAction;
  readonly onDone: () => void;
}

/** Sends the command of a form; a form that is sent twice is one command, a changed one another. */
const useSending = ({ view, action, onDone }: Props) => {
  const give = useCommand();
  const key = useRef(crypto.randomUUID());
  const send = (values: Values): void => {
    const given = { view, body: bodyOf(action, values), key: key.current };
    give.mutate(given, {
      onSuccess: () => {
        say(text('page.done'));
        onDone();
      },
      onError: (error) => {
        if (error instanceof ApiProblem) key.current = crypto.randomUUID();
      },
    });
  };
  return { send, error: give.error, isPending: give.isPending };
};

const isStale = (error: Error | null): boolean =>
  error instanceof ApiProblem && error.code === 'version_conflict';

/** The form of one allowed action: its fields, its codes, and nothing that the API would not take. */
export const ActionForm = (props: Props) => {
  const { action, onDone } = props;
  const [values, setValues] = useState<Values>({});
  const [missing, setMissing] = useState<readonly string[]>([]);
  const form = useRef<HTMLFormElement>(null);
  const { send, error, isPending } = useSending(props);
  const submit = (): void => {
    const names = missingIn(action, values);
    setMissing(names);
    const [first] = names;
    if (first === undefined) send(values);
    else form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
  };
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {error === null ? null : <ErrorNote error={error} />}
      {isStale(error) ? <p>{text('page.changedMeanwhile')}</p> : null}
      {action.fields.filter(isWritable).map((field) => (
        <ActionInput
          key={field.name}
          action={action}
          field={field}
          value={values[field.name]}
          error={missing.includes(field.name) ? text('page.fillIn') : undefined}
          onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
        />
      ))}
      <p className="actions">
        <Button type="submit" isPending={isPending}>
          {text('page.send')}
        </Button>
        <Button look="quiet" onPress={onDone}>
          {text('page.cancel')}
        </Button>
      </p>
    </form>
  );
};
