import type { ActionField, CriterionResult, PolicyAdvice, Verdict } from '../../../schemas/index';
import { currentLanguage, text, word } from '../../app/words';
import { tellSaid } from '../../kit/action-words';
import { Badge } from '../../kit/badge';
import type { Tone } from '../../kit/badge';
import { Section } from '../../kit/page';

const tones: Readonly<Record<CriterionResult['result'], Tone>> = {
  pass: 'good',
  fail: 'danger',
  unknown: 'warn',
};

const resultWords: Readonly<Record<CriterionResult['result'], () => string>> = {
  pass: () => text('page.register.pass'),
  fail: () => text('page.register.fail'),
  unknown: () => text('page.register.unknown'),
};

const factWord = (path: string): string => {
  const [first = path] = path.split('.');
  const known = word('field', first);
  return known === first ? word('input', first) : known;
};

const Reasons = ({ criteria }: Pick<Verdict, 'criteria'>) => (
  <ul className="criteria">
    {criteria.map(({ id, result, reason, source }) => (
      <li key={id} data-result={result}>
        <Badge tone={tones[result]}>{resultWords[result]()}</Badge> {reason[currentLanguage()]}{' '}
        <span className="soft">{source}</span>
      </li>
    ))}
  </ul>
);

const Missing = ({ missing }: Pick<Verdict, 'missing'>) =>
  missing.length === 0 ? null : (
    <>
      <h3>{text('page.missing')}</h3>
      <ul>
        {[...new Set(missing.map(factWord))].map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </>
  );

const changeWords = (fields: readonly ActionField[], fact: string, value: unknown): string => {
  const [first = fact, ...rest] = fact.split('.');
  const field = fields.find(({ name }) => name === first);
  const part = rest.reduce<ActionField | undefined>(
    (found, name) => found?.fields?.find((one) => one.name === name),
    field,
  );
  return part === undefined ? factWord(fact) : tellSaid(`facts.${fact}`, part, value);
};

const Help = ({ help, fields }: Pick<PolicyAdvice, 'help'> & { fields: readonly ActionField[] }) =>
  help.length === 0 ? null : (
    <>
      <h3>{text('page.register.help')}</h3>
      <ul>
        {help.map((set) => (
          <li key={JSON.stringify(set)}>
            {set.map(({ fact, value }) => changeWords(fields, fact, value)).join(' + ')}
          </li>
        ))}
      </ul>
    </>
  );

interface Props {
  readonly advice: PolicyAdvice;
  readonly fields: readonly ActionField[];
}

/** What the criteria say of what is filled in: verdict, reasons, what is missing, what would help. */
export const Check = ({ advice: { verdict, help, note }, fields }: Props) => (
  <Section title={text('page.register.check')}>
    <p id="live-verdict" data-outcome={verdict.outcome} role="status">
      <strong>{word('verdictOutcome', verdict.outcome)}</strong>
    </p>
    <Reasons criteria={verdict.criteria} />
    <Missing missing={verdict.missing} />
    <Help help={help} fields={fields} />
    <p className="soft">{note[currentLanguage()]}</p>
  </Section>
);
