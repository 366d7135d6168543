import type { AllowedAction } from '../../../schemas/index';
import { labelled, text } from '../../app/words';
import { Inputs } from '../../kit/action-field';
import { initialValues } from '../../kit/action-values';
import { labelOf, labelOfField } from '../../kit/action-words';
import { missingErrors, refusedField, wrongErrors } from '../../kit/form-errors';
import { valuesIn } from './posted';
import type { Returned } from './sheet';

/** What is wrong, field by field, where the answer came back. */
const errorsIn = ({ missing, wrong, problem }: Returned) => {
  const refused = refusedField(problem);
  return {
    ...wrongErrors(refused === undefined ? wrong : [...wrong, refused]),
    ...missingErrors(missing),
  };
};

export const Refused = ({
  returned,
  action,
}: {
  returned: Returned;
  action?: AllowedAction | undefined;
}) => {
  const { problem } = returned;
  const errors = action === undefined ? [] : Object.entries(errorsIn(returned));
  return (
    <div className="error-note" role="alert">
      <p>
        <strong>{problem.title}</strong> {problem.detail}
      </p>
      {errors.length === 0 ? null : (
        <ul>
          {errors.map(([id, error]) => (
            <li key={id}>
              {labelled(labelOfField(`${action?.kind ?? ''}.${id}`, { name: id }), error)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};

/** Without a script nothing changes before the form is sent. */
const untilSent = (): void => undefined;

interface Props {
  readonly action: AllowedAction;
  /** What was said the time before, and why it was not taken. */
  readonly returned?: Returned | undefined;
}

/** The form of one answer, closed until it is wanted: the one of the inbox, sent by the browser itself. */
export const AnswerForm = ({ action, returned }: Props) => {
  const { kind, fields } = action;
  const values =
    returned === undefined
      ? initialValues(fields)
      : valuesIn(fields, { path: kind, id: '' }, returned.posted);
  return (
    <details name="answer" id={kind} className="link-answer" open={returned !== undefined}>
      <summary>
        <span className="button quiet">{labelOf(action)}</span>
      </summary>
      {returned === undefined ? null : <Refused returned={returned} action={action} />}
      <form method="post" action={`#${kind}`} noValidate>
        <input type="hidden" name="kind" value={kind} />
        <Inputs
          path={kind}
          id=""
          fields={fields}
          values={values}
          errors={returned === undefined ? {} : errorsIn(returned)}
          onChange={untilSent}
        />
        <p className="actions">
          <button type="submit" className="button primary">
            {text('page.send')}
          </button>
        </p>
      </form>
    </details>
  );
};
