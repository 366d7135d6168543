import type {
  InstitutionKind, OfficeAnswer, OfficeConduct, PolicySummary, ScenarioSummary,
} from '../../../schemas/index'; // prettier-ignore
import { day } from '../../app/figures';
import { currentLanguage, text, word } from '../../app/words';
import { Field, Select } from '../../kit/field';
import { Section } from '../../kit/page';
import { answers, isCaseId, lengths, nameOf, usual, useWish } from './wish';

const slowestBD = 120;

const labelOf = ({ id, version, title, validFrom }: PolicySummary): string =>
  `${id} ${version}, ${title[currentLanguage()]} (${day(validFrom)})`;

interface Props {
  readonly policies: readonly PolicySummary[];
  readonly scenarios: readonly ScenarioSummary[];
}

/** On whom it is played: somebody invented, or a case. */
const OnWhom = ({ scenarios }: Pick<Props, 'scenarios'>) => {
  const { wish, set } = useWish();
  return (
    <>
      <Select
        name="scenario"
        label={text('page.rehearse.scenario')}
        value={wish.scenario}
        onChange={(value) => set('scenario', value)}
        empty={text('page.rehearse.choose')}
        options={scenarios.map(({ id, title, canton }) => ({
          value: id,
          label: `${id} (${canton.toUpperCase()}): ${title}`,
        }))}
      />
      <Field
        name="case"
        label={text('page.rehearse.case')}
        hint={text('page.rehearse.caseHint')}
        value={wish.case}
        error={
          wish.case === '' || isCaseId(wish.case) ? undefined : text('page.rehearse.caseWrong')
        }
        onChange={(value) => set('case', value.trim())}
      />
    </>
  );
};

/** Which policy on whom, and beside which other. */
export const Setup = ({ policies, scenarios }: Props) => {
  const { wish, set } = useWish();
  const versions = policies.map((one) => ({ value: nameOf(one), label: labelOf(one) }));
  return (
    <div className="filters">
      <OnWhom scenarios={scenarios} />
      <Select
        name="a"
        label={text('page.rehearse.policy')}
        value={wish.a}
        onChange={(value) => set('a', value)}
        empty={text('page.rehearse.choose')}
        options={versions}
      />
      <Select
        name="b"
        label={text('page.rehearse.beside')}
        value={wish.b}
        onChange={(value) => set('b', value)}
        empty={text('page.rehearse.alone')}
        options={versions}
      />
      <Select
        name="days"
        label={text('page.forecast.days')}
        value={String(wish.days)}
        onChange={(value) => set('days', value)}
        options={lengths.map((one) => ({ value: String(one), label: String(one) }))}
      />
    </div>
  );
};

const Conduct = ({
  conduct: { kind, answer, afterBD },
  onChange,
}: {
  readonly conduct: OfficeConduct;
  readonly onChange: (conduct: OfficeConduct) => void;
}) => (
  <fieldset className="field">
    <legend>{word('institutionKind', kind)}</legend>
    <Select
      name={`answer-${kind}`}
      label={text('page.rehearse.behaves')}
      value={answer}
      onChange={(value) => onChange({ kind, answer: value as OfficeAnswer, afterBD })}
      options={answers.map((one) => ({ value: one, label: word('officeAnswer', one) }))}
    />
    {answer === 'silent' ? null : (
      <Field
        name={`after-${kind}`}
        type="number"
        label={text('page.rehearse.afterBD')}
        value={String(afterBD)}
        onChange={(value) => {
          const days = Math.min(Math.max(0, Math.trunc(Number(value))), slowestBD);
          if (Number.isFinite(days)) onChange({ kind, answer, afterBD: days });
        }}
      />
    )}
  </fieldset>
);

/** How each office behaves that has to do with the case. */
export const Offices = ({ kinds }: { kinds: readonly InstitutionKind[] }) => {
  const { wish, behave } = useWish();
  return (
    <Section title={text('page.rehearse.offices')}>
      <p>{text('page.rehearse.officesHint')}</p>
      <div className="filters">
        {kinds.map((kind) => (
          <Conduct
            key={kind}
            conduct={wish.offices.find((one) => one.kind === kind) ?? { kind, ...usual }}
            onChange={behave}
          />
        ))}
      </div>
    </Section>
  );
};
