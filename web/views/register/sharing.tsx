import type { SharingPreview } from '../../../schemas/index';
import type { Values } from '../../kit/action-values';
import { institution, labelled, text, word } from '../../app/words';
import { tellSaid } from '../../kit/action-words';
import { Answer } from '../../kit/states';
import { useSharing } from './asked';
import type { Form } from './asked';

const said = (form: Form, { person, facts }: SharingPreview): readonly string[] => [
  ...form.person.flatMap((field) =>
    field.name in person ? [tellSaid(`person.${field.name}`, field, person[field.name])] : [],
  ),
  ...form.facts.flatMap((field) =>
    field.name in facts ? [tellSaid(`facts.${field.name}`, field, facts[field.name])] : [],
  ),
];

/** An article of a law by its number, or the consent of the person. */
const basisWord = (basis = ''): string => (basis === 'consent' ? word('field', basis) : basis);

const Recipient = ({ form, of: shown }: { form: Form; of: SharingPreview }) => {
  const lines = said(form, shown);
  return (
    <li data-to={shown.to} data-refusal={shown.refusal}>
      <strong>{institution(shown.to)}</strong>
      {shown.refusal === undefined ? (
        <p>
          {labelled(text('page.register.basis'), basisWord(shown.basis))}.{' '}
          {lines.length === 0 ? text('page.register.seesNothing') : text('page.register.sees')}
        </p>
      ) : (
        <p className="field-error">
          {word('refusal', `${shown.refusal}.title`)}. {word('refusal', `${shown.refusal}.detail`)}
        </p>
      )}
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </li>
  );
};

interface Props {
  readonly form: Form;
  readonly policyId: string | undefined;
  readonly canton: string;
  readonly values: Values;
  readonly referrals: readonly Values[];
}

/** Exactly which fields each recipient will see, with their values as they would leave. */
export const Sharing = ({ values, referrals, ...checked }: Props) => {
  const sharing = useSharing(checked, values, referrals);
  if (sharing.data === undefined && sharing.error === null) return null;
  return (
    <Answer of={sharing}>
      {({ items }) => (
        <ul className="sharing" aria-label={text('page.register.sharing')}>
          {items.map((one) => (
            <Recipient key={`${one.to}-${one.basis ?? ''}`} form={checked.form} of={one} />
          ))}
        </ul>
      )}
    </Answer>
  );
};
