/** What a caller is shown of a case: codes, clocks, who must act next, and what the caller may do. */
import type { Actor, InstitutionId } from '../schemas/index';
import type { CaseState } from './case/state';
import { leadOf } from './case/state';
import { nextOwed } from './case/clocks';
import type { NextFiring } from './deadlines/deadline';
import type { AllowedAction } from './permissions';
import { allowedActions } from './permissions';

/** The state without what is only for the engine, and with what follows from it for this caller. */
export interface CaseView extends Omit<
  CaseState,
  'silences' | 'dossierRef' | 'circumstances' | 'referrals' | 'calendarVersion'
> {
  readonly leadInstitution?: InstitutionId;
  readonly consent: string;
  readonly referrals: CaseState['referrals'];
  readonly nextDue?: NextFiring;
  readonly allowedActions: readonly AllowedAction[];
}

/** The view of one case for one caller. */
export const viewOf = (state: CaseState, actor: Actor): CaseView => {
  const { silences, dossierRef, circumstances, calendarVersion, ...rest } = state;
  const lead = leadOf(state);
  const nextDue = nextOwed(state.deadlines);
  return {
    ...rest,
    consent: circumstances.consent?.status ?? 'unknown',
    ...(lead === undefined ? {} : { leadInstitution: lead }),
    ...(nextDue === undefined ? {} : { nextDue }),
    allowedActions: allowedActions(state, actor),
  };
};
