/** What is wrong with a form, at the fields where it is wrong. */
import { ApiProblem } from '../app/api';
import { text } from '../app/words';
import type { Errors } from './action-field';

/** What the API did not take, by the ids of the fields. How to write a field stands beside it. */
export const errorsOf = (error: Error | null): Errors =>
  error instanceof ApiProblem
    ? Object.fromEntries(
        error.errors.flatMap((one) => ('path' in one ? [[one.path, text('page.correct')]] : [])),
      )
    : {};

export const missingErrors = (ids: readonly string[]): Errors =>
  Object.fromEntries(ids.map((id) => [id, text('page.fillIn')]));

/** Leads to a field, or to the button that brings it. */
export const focusOnField = (form: HTMLElement | null, id: string): void => {
  const named = form?.querySelector<HTMLElement>(`[name="${id}"]`);
  const adding = form?.querySelector<HTMLElement>(`[data-field="${id}"] button[data-add]`);
  (named ?? adding)?.focus();
};
