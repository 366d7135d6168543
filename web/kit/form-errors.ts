/** What is wrong with a form, at the fields where it is wrong. */
import type { ProblemDetails } from '../../schemas/index';
import { ApiProblem } from '../app/api';
import { text } from '../app/words';
import type { Errors } from './action-field';

type Refused = Pick<ProblemDetails, 'code' | 'details'>;

/** Refusals that name no field and mean one all the same. */
const meant: Readonly<Partial<Record<ProblemDetails['code'], string>>> = {
  capacity_date_missing: 'until',
  next_owner_is_decliner: 'nextOwner',
  reason_not_in_use: 'reason',
};

/** The field that a refusal is about, where it is about one. */
export const refusedField = ({ code, details = {} }: Refused): string | undefined => {
  const { field } = details;
  return typeof field === 'string' ? field : meant[code];
};

/** By the ids of the fields. How to write a field stands beside it. */
export const wrongErrors = (ids: readonly string[]): Errors =>
  Object.fromEntries(ids.map((id) => [id, text('page.correct')]));

/** What the API did not take, by the ids of the fields. */
export const errorsOf = (error: Error | null): Errors => {
  if (!(error instanceof ApiProblem)) return {};
  const paths = error.errors.flatMap((one) => ('path' in one ? [one.path] : []));
  const refused = refusedField(error);
  return wrongErrors(refused === undefined ? paths : [...paths, refused]);
};

export const missingErrors = (ids: readonly string[]): Errors =>
  Object.fromEntries(ids.map((id) => [id, text('page.fillIn')]));

/** Leads to a field, or to the button that brings it. */
export const focusOnField = (form: HTMLElement | null, id: string): void => {
  const named = form?.querySelector<HTMLElement>(`[name="${id}"]`);
  const adding = form?.querySelector<HTMLElement>(`[data-field="${id}"] button[data-add]`);
  (named ?? adding)?.focus();
};
