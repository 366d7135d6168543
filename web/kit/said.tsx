import type { ActionField, FormView } from '../../schemas/index';
import { useAsked } from '../app/queries';
import { tellSaid } from './action-words';

interface Props {
  readonly of: 'person' | 'facts';
  readonly said: Readonly<Record<string, unknown>>;
}

/** The fields of a registration about which something is said, in the order of its form. */
export const useSaid = ({ of, said }: Props): readonly ActionField[] => {
  const { data } = useAsked<FormView>(['reference', 'form', 'case'], '/v1/forms/registerCase');
  const fields = data?.fields.find(({ name }) => name === of)?.fields ?? [];
  return fields.filter(({ name }) => name in said);
};

/** What is said of a person, or of the situation, as a list in words. */
export const Said = ({ of, said }: Props) => (
  <ul>
    {useSaid({ of, said }).map((field) => (
      <li key={field.name}>{tellSaid(`${of}.${field.name}`, field, said[field.name])}</li>
    ))}
  </ul>
);
