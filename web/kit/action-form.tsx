import { useRef, useState } from 'react';
import type { AllowedAction, CaseView } from '../../schemas/index';
import { ApiProblem } from '../app/api';
import { say } from '../app/news';
import { useCommand } from '../app/queries';
import { text } from '../app/words';
import { Inputs, WantedFacts } from './action-field';
import { bodyOf, initialValues, missingIn } from './action-values';
import type { Values } from './action-values';
import { Button } from './button';
import { ChangedSince } from './changed-since';
import { errorsOf, focusOnField, missingErrors } from './form-errors';
import { ErrorNote } from './states';

interface Props {
  /** As it is now: when the case changes while the form is open, the next attempt is for that version. */
  readonly view: CaseView;
  /** As it is allowed now; what was typed stays when its codes change. */
  readonly action: AllowedAction;
  /** What stands in the form already. */
  readonly start?: Values;
  readonly onDone: () => void;
  /** How to leave without sending; absent where the form is the page. */
  readonly onCancel?: () => void;
}

/** Sends the command of a form; a form that is sent twice is one command, a changed one another. */
const useSending = ({ view, action, onDone }: Props) => {
  const give = useCommand();
  const key = useRef(crypto.randomUUID());
  const send = (values: Values): void => {
    const given = { view, body: bodyOf(action, values), key: key.current };
    // The promise, not the callbacks: they are not called when the form is gone by then.
    give.mutateAsync(given).then(
      () => {
        say(text('page.done'));
        onDone();
      },
      (error: unknown) => {
        if (error instanceof ApiProblem) key.current = crypto.randomUUID();
      },
    );
  };
  return { send, error: give.error, isPending: give.isPending };
};

/** The form of one allowed action: its fields, its codes, and nothing that the API would not take. */
export const ActionForm = (props: Props) => {
  const { view, action, start, onCancel } = props;
  const { kind, fields } = action;
  const [values, setValues] = useState<Values>(() => ({ ...initialValues(fields), ...start }));
  const [missing, setMissing] = useState<readonly string[]>([]);
  const [seen] = useState(view.version);
  const form = useRef<HTMLFormElement>(null);
  const { send, error, isPending } = useSending(props);
  const submit = (): void => {
    const ids = missingIn(fields, values);
    setMissing(ids);
    const [first] = ids;
    if (first === undefined) send(values);
    else focusOnField(form.current, first);
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
      <ChangedSince view={view} version={seen} />
      <WantedFacts value={view.missing.map((path) => path.split('.')[0] ?? path)}>
        <Inputs
          path={kind}
          id=""
          fields={fields}
          values={values}
          errors={{ ...errorsOf(error), ...missingErrors(missing) }}
          onChange={setValues}
        />
      </WantedFacts>
      <p className="actions">
        <Button type="submit" isPending={isPending}>
          {text('page.send')}
        </Button>
        {onCancel === undefined ? null : (
          <Button look="quiet" onPress={onCancel}>
            {text('page.cancel')}
          </Button>
        )}
      </p>
    </form>
  );
};
