import { useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { CaseView } from '../../../schemas/index';
import { ApiProblem } from '../../app/api';
import { say } from '../../app/news';
import { text } from '../../app/words';
import { Inputs, PickInputs, ReferralInputs, WantedFacts } from '../../kit/action-field';
import type { Errors } from '../../kit/action-field';
import { groupIn, groupsIn, missingIn, saidOf } from '../../kit/action-values';
import type { Values } from '../../kit/action-values';
import { Button } from '../../kit/button';
import { errorsOf, focusOnField, missingErrors } from '../../kit/form-errors';
import { Section } from '../../kit/page';
import { ErrorNote } from '../../kit/states';
import { useAdvice } from './asked';
import type { Form } from './asked';
import { Check } from './check';
import { useKeeping } from './keeping';
import { withPlan } from './plan';
import { Sharing } from './sharing';

export interface RegisterProps {
  readonly form: Form;
  readonly canton: string;
  readonly policyId: string | undefined;
  readonly wanted: readonly string[];
  readonly start: Values;
  readonly plan: readonly Values[];
  /** The draft that is gone on with; absent for a new one. */
  readonly view?: CaseView | undefined;
}

/** Where to go when there is a case of this person already. */
const Known = ({ error }: { error: Error }) =>
  error instanceof ApiProblem && typeof error.details['caseId'] === 'string' ? (
    <p>
      <Link to={`/cases/${error.details['caseId']}`}>{text('page.register.openKnown')}</Link>
    </p>
  ) : null;

const fieldsOf = ({ person, facts, consent, referral }: Form) => [
  { name: 'person', required: true, type: 'object' as const, fields: person },
  { name: 'facts', required: false, type: 'object' as const, fields: [...facts, consent] },
  { name: 'referrals', required: false, type: 'objects' as const, fields: referral },
];

/** What was typed, what is missing, and how it is kept. */
const useRegistering = ({ form, canton, policyId, start, plan, view }: RegisterProps) => {
  const [values, setValues] = useState<Values>({ ...start, referrals: plan });
  const [missing, setMissing] = useState<readonly string[]>([]);
  const place = useRef<HTMLFormElement>(null);
  const keeping = useKeeping(view);
  const navigate = useNavigate();
  const keep = (draft: boolean): void => {
    const ids = missingIn(fieldsOf(form), values);
    setMissing(ids);
    const [first] = ids;
    if (first !== undefined) {
      focusOnField(place.current, first);
      return;
    }
    const { person = {}, facts = {} } = saidOf(fieldsOf(form), values) as Record<string, object>;
    keeping.mutateAsync({ draft, body: { canton, policyId, person, facts } }).then(
      ({ id }) => {
        say(text(draft ? 'page.register.kept' : 'page.register.registered'));
        void navigate(withPlan(id, groupsIn(values['referrals'])), { replace: true });
      },
      () => place.current?.scrollIntoView(),
    );
  };
  return { values, setValues, missing, place, keeping, keep };
};

interface PartsProps extends RegisterProps {
  readonly values: Values;
  readonly errors: Errors;
  readonly onChange: (values: Values) => void;
}

/** Who it is, what is known, and what the person agreed to. */
const AboutPerson = ({ form, wanted, values, errors, onChange }: PartsProps) => {
  const facts = groupIn(values['facts']);
  const inFacts = (next: Values): void => onChange({ ...values, facts: { ...facts, ...next } });
  const part = (name: string) => ({ path: `registerCase.${name}`, id: name, errors });
  return (
    <>
      <Section title={text('page.register.person')}>
        <Inputs
          {...part('person')}
          fields={form.person}
          values={groupIn(values['person'])}
          onChange={(person) => onChange({ ...values, person })}
        />
      </Section>
      <Section title={text('page.register.facts')}>
        <WantedFacts value={wanted}>
          <PickInputs {...part('facts')} fields={form.facts} values={facts} onChange={inFacts} />
        </WantedFacts>
      </Section>
      <Section title={text('page.register.consent')}>
        <Inputs
          {...part('facts.consent')}
          fields={form.consent.fields ?? []}
          values={groupIn(facts['consent'])}
          onChange={(consent) => inFacts({ consent })}
        />
      </Section>
    </>
  );
};

/** Who is asked, and what each of them would see. */
const Asking = ({ form, canton, policyId, values, errors, onChange }: PartsProps) => {
  const referrals = groupsIn(values['referrals']);
  return (
    <Section title={text('page.referrals')}>
      <ReferralInputs
        path="registerCase.referrals"
        id="referrals"
        errors={errors}
        fields={form.referral}
        values={referrals}
        onChange={(next) => onChange({ ...values, referrals: next })}
      />
      <Sharing {...{ form, canton, policyId, values, referrals }} />
    </Section>
  );
};

/** The form of a registration, with the advice of the criteria beside it. */
export const RegisterForm = (props: RegisterProps) => {
  const { form } = props;
  const { values, setValues, missing, place, keeping, keep } = useRegistering(props);
  const advice = useAdvice(props, values);
  const errors = {
    ...errorsOf(advice.error),
    ...errorsOf(keeping.error),
    ...missingErrors(missing),
  };
  const parts = { ...props, values, errors, onChange: setValues };
  return (
    <div className="beside">
      <form
        ref={place}
        noValidate
        className="grow"
        onSubmit={(event) => {
          event.preventDefault();
          keep(false);
        }}
      >
        {keeping.error === null ? null : <ErrorNote error={keeping.error} />}
        {keeping.error === null ? null : <Known error={keeping.error} />}
        <AboutPerson {...parts} />
        <Asking {...parts} />
        <p className="actions">
          <Button type="submit" id="register" isPending={keeping.isPending}>
            {text('page.register.register')}
          </Button>
          <Button
            look="quiet"
            id="keep-draft"
            isPending={keeping.isPending}
            onPress={() => keep(true)}
          >
            {text('page.register.keepDraft')}
          </Button>
        </p>
      </form>
      <div className="live-check">
        {advice.data === undefined ? null : (
          <Check advice={advice.data} fields={[...form.facts, form.consent]} />
        )}
      </div>
    </div>
  );
};
