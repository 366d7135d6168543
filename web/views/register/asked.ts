/** What the view asks while somebody types: the form, the advice of the criteria, the preview. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ActionField, FormView, PolicyAdvice, SharingPreview } from '../../../schemas/index';
import { address, ask } from '../../app/api';
import type { Page } from '../../app/api';
import { useAsked } from '../../app/queries';
import { completeOf, groupIn } from '../../kit/action-values';
import type { Values } from '../../kit/action-values';

const calmMs = 400;

/** The value when nobody has changed it for a moment. */
const useSettled = <T>(value: T): T => {
  const [settled, settle] = useState(value);
  const now = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => settle(JSON.parse(now) as T), calmMs);
    return () => clearTimeout(timer);
  }, [now]);
  return settled;
};

export interface Form {
  readonly person: readonly ActionField[];
  readonly facts: readonly ActionField[];
  readonly consent: ActionField;
  readonly referral: readonly ActionField[];
}

/** The sender is the own office, and alternatives are made on the case. */
const ownReferral = ({ name }: ActionField): boolean => name !== 'from' && name !== 'need';

const partOf = (fields: readonly ActionField[], name: string): readonly ActionField[] =>
  fields.find((field) => field.name === name)?.fields ?? [];

const formFrom = (registration: FormView, referral: FormView): Form | undefined => {
  const facts = partOf(registration.fields, 'facts');
  const consent = facts.find(({ name }) => name === 'consent');
  return (
    consent && {
      person: partOf(registration.fields, 'person'),
      facts: facts.filter((field) => field !== consent),
      consent,
      referral: referral.fields.filter(ownReferral),
    }
  );
};

/** The fields of a registration and of a referral, as the API takes them. */
export const useForm = () => {
  const registration = useAsked<FormView>(['reference', 'form', 'case'], '/v1/forms/registerCase');
  const referral = useAsked<FormView>(['reference', 'form', 'refer'], '/v1/forms/sendReferral');
  const data =
    registration.data && referral.data ? formFrom(registration.data, referral.data) : undefined;
  const refetch = (): unknown => Promise.all([registration.refetch(), referral.refetch()]);
  return { data, error: registration.error ?? referral.error, refetch };
};

interface Policy {
  readonly id: string;
  readonly model: string;
}

/** The case policy of a canton; duties of the law are judged beside it. */
export const usePolicy = (canton: string) => {
  const list = useAsked<Page<Policy>>(
    ['reference', 'policies', canton],
    address('/v1/policies', { canton }),
  );
  return list.data?.items.find(({ model }) => model !== 'mandatory_referral')?.id;
};

const wholeDate = /^\d{4}(-\d\d(-\d\d)?)?$/;

/** What is complete of the facts, and the date of birth as soon as it is one. */
const questionOf = (form: Form, values: Values): { facts: object; birthDate?: string } => {
  const { birthDate } = groupIn(values['person']);
  const facts = completeOf([...form.facts, form.consent], groupIn(values['facts']));
  return typeof birthDate === 'string' && wholeDate.test(birthDate)
    ? { facts, birthDate }
    : { facts };
};

interface Checked {
  readonly form: Form;
  readonly policyId: string | undefined;
  readonly canton: string;
}

const adviceQuery = ({ policyId = '', canton }: Checked, body: object) => ({
  queryKey: ['advice', policyId, canton, body],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    ask<PolicyAdvice>(address(`/v1/policies/${policyId}/evaluate`, { canton }), {
      method: 'POST',
      body,
      signal,
    }),
  enabled: policyId !== '',
});

/** The advice of the criteria on what is filled in; the last one stays while a new one comes. */
export const useAdvice = (checked: Checked, values: Values) => {
  const body = useSettled(questionOf(checked.form, values));
  return useQuery({ ...adviceQuery(checked, body), placeholderData: keepPreviousData });
};

/** The facts that the criteria of the canton look at, by their first names. */
export const useWantedFacts = (checked: Checked): readonly string[] | undefined => {
  const { data, error } = useQuery({ ...adviceQuery(checked, { facts: {} }), staleTime: Infinity });
  if (error !== null) return [];
  return data && [...new Set(data.verdict.missing.map((path) => path.split('.')[0] ?? path))];
};

/** Exactly what each recipient would see. */
export const useSharing = (
  { form, policyId }: Checked,
  values: Values,
  referrals: readonly Values[],
) => {
  const complete = referrals
    .map((one) => completeOf(form.referral, one))
    .filter((one) => 'to' in one && 'purpose' in one);
  const { facts } = questionOf(form, values);
  const person = completeOf(form.person, groupIn(values['person']));
  const body = useSettled({ policyId, person, facts, referrals: complete });
  return useQuery({
    queryKey: ['sharing', body],
    queryFn: ({ signal }) =>
      ask<Page<SharingPreview>>('/v1/referrals/preview', { method: 'POST', body, signal }),
    enabled: policyId !== undefined && complete.length > 0,
    placeholderData: keepPreviousData,
  });
};
