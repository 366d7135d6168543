/** Register a person and refer: a form, the advice of the criteria beside it, and a person's word at the end. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import type { CaseView, DossierView } from '../../../schemas/index';
import { ask } from '../../app/api';
import { useCase } from '../../app/queries';
import { useAccount } from '../../app/session';
import { text } from '../../app/words';
import { initialValues, valuesFrom } from '../../kit/action-values';
import { Page } from '../../kit/page';
import { Answer, Progress } from '../../kit/states';
import { useForm, usePolicy, useWantedFacts } from './asked';
import type { Form } from './asked';
import { Confirm } from './confirm';
import { Drafts, Duplicates } from './drafts';
import { RegisterForm } from './form';
import type { RegisterProps } from './form';
import { planIn } from './plan';

type Start = Pick<RegisterProps, 'start' | 'view' | 'plan'>;

const Filling = ({ form, ...begun }: { form: Form } & Start) => {
  const canton = useAccount().institutionId.slice(0, 2);
  const policyId = usePolicy(canton);
  const wanted = useWantedFacts({ form, policyId, canton });
  if (policyId === undefined || wanted === undefined) return <Progress />;
  return <RegisterForm {...{ form, canton, policyId, wanted }} {...begun} />;
};

const factsOf = ({ facts, consent }: Form) => [...facts, consent];

const New = ({ form }: { form: Form }) => {
  const [query] = useSearchParams();
  const start = { person: initialValues(form.person), facts: initialValues(factsOf(form)) };
  return (
    <>
      <Drafts />
      <Filling form={form} start={start} plan={planIn(query)} />
    </>
  );
};

/** Read once: what is typed must not be overtaken by what is asked again. */
const useKept = ({ id }: CaseView) =>
  useQuery({
    queryKey: ['kept', id],
    queryFn: ({ signal }) => ask<DossierView>(`/v1/cases/${id}/dossier`, { signal }),
    staleTime: Infinity,
    gcTime: 0,
  });

const Draft = ({ form, view }: { form: Form; view: CaseView }) => {
  const [query] = useSearchParams();
  return (
    <>
      <Duplicates id={view.id} version={view.version} />
      <Answer of={useKept(view)}>
        {({ person, facts }) => (
          <Filling
            form={form}
            view={view}
            plan={planIn(query)}
            start={{
              person: valuesFrom(form.person, person),
              facts: valuesFrom(factsOf(form), facts),
            }}
          />
        )}
      </Answer>
    </>
  );
};

const unregistered: readonly CaseView['status'][] = ['draft', 'preclarified'];
const unconfirmed: readonly CaseView['status'][] = [
  'registered',
  'criteria_check',
  'returned_info',
];

const Begun = ({ form, id }: { form: Form; id: string }) => {
  const [query] = useSearchParams();
  return (
    <Answer of={useCase(id)}>
      {(view) => {
        if (unregistered.includes(view.status)) return <Draft key={id} form={form} view={view} />;
        if (!unconfirmed.includes(view.status))
          return <Link to={`/cases/${id}`}>{text('page.register.openCase')}</Link>;
        return (
          <>
            <Duplicates id={view.id} version={view.version} />
            <Confirm view={view} plan={planIn(query)} />
          </>
        );
      }}
    </Answer>
  );
};

const Register = () => {
  const [query] = useSearchParams();
  const id = query.get('case');
  return (
    <Page title={text('page.nav.register')}>
      <Answer of={useForm()}>
        {(form) => (id === null ? <New form={form} /> : <Begun form={form} id={id} />)}
      </Answer>
    </Page>
  );
};

export default Register;
