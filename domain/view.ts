/** What a caller is shown of a case: codes, clocks, who must act next, and what the caller may do. */
import type {
  Actor,
  CaseEvent,
  CaseHolder,
  CaseReading,
  Consent,
  InstitutionId,
} from '../schemas/index';
import type { CaseState, ReferralState } from './case/state';
import { isErased, isSent, leadOf } from './case/state';
import { nextOwed } from './case/clocks';
import { nextStepOf } from './case/next-step';
import { opensDossier } from './consent/field-filter';
import type { ConsentHole } from './consent/holes';
import { consentHoles } from './consent/holes';
import type { NextFiring } from './deadlines/deadline';
import { holderOfCase, holderOfReferral } from './ledger/holder';
import type { AllowedAction } from './allowed-actions';
import { allowedActions } from './allowed-actions';
import type { Relation } from './permissions';
import { relationsOf, runsCase } from './permissions';
import type { Day, Today } from './possible';

/** A referral with what comes next for it, as long as it is open. */
export type ShownReferral = ReferralState & {
  readonly nextDue?: NextFiring;
  readonly holder?: CaseHolder;
};

/** The state without what is only for the engine, and with what follows from it for this caller. */
export interface CaseView extends Omit<
  CaseState,
  | 'silences'
  | 'dossierRef'
  | 'circumstances'
  | 'referrals'
  | 'calendarVersion'
  | 'undoable'
  | 'leadChanges'
  | 'measureSince'
  | 'contactSought'
> {
  readonly leadInstitution?: InstitutionId;
  readonly consent: string;
  readonly referrals: readonly ShownReferral[];
  readonly nextDue?: NextFiring;
  readonly holder?: CaseHolder;
  readonly consentHoles?: readonly ConsentHole[];
  readonly consentCovers?: Pick<Consent, 'recipients' | 'fieldGroups' | 'expiresOn'>;
  readonly reads: readonly CaseReading[];
  readonly allowedActions: readonly AllowedAction[];
}

/** Drafts are shown to those only who refer the person: their sender, the lead, the coordinator. */
const referralsFor = (state: CaseState, actor: Actor): CaseState['referrals'] =>
  state.referrals.filter(
    (referral) =>
      isSent(referral) ||
      relationsOf(state, actor, referral).some((one) => draftReaders.includes(one)),
  );
const draftReaders: readonly Relation[] = ['sender', 'lead', 'coordinator'];

/** That the person seems to have another case concerns only those who may propose or decide on it. */
const mergeReaders: readonly Relation[] = ['registering', 'coordinator', 'engine'];

const readsMerge = (state: CaseState, actor: Actor): boolean =>
  relationsOf(state, actor).some((one) => mergeReaders.includes(one));

const withoutOther = <T extends { readonly sameAs?: unknown }>({ sameAs, ...rest }: T) => rest;

const withoutMerge = ({ mergeWith, mergeRejected, verdict, ...rest }: CaseState): CaseState => ({
  ...rest,
  ...(verdict && { verdict: withoutOther(verdict) }),
});

/** What an event says to a caller: another case of the person is named only to those it concerns. */
export const shownData = (state: CaseState, actor: Actor, { type, data }: CaseEvent): object => {
  if (readsMerge(state, actor)) return data;
  if (type === 'mergeProposed' || type === 'mergeRejected') return {};
  return type === 'verdictProposed' ? { ...data, verdict: withoutOther(data.verdict) } : data;
};

const withNextStep = (state: CaseState, referral: ReferralState): ShownReferral => {
  const nextDue = nextStepOf(state, referral);
  const holder = holderOfReferral(state, referral.id);
  return { ...referral, ...(nextDue && { nextDue }), ...(holder && { holder }) };
};

/** What the caller may open beside the view: who cost the time, the person and the facts. */
const readsOf = (state: CaseState, actor: Actor, day: Day | undefined): CaseReading[] => {
  if (isErased(state)) return [];
  if (runsCase(relationsOf(state, actor))) return ['ledger', 'dossier'];
  return day !== undefined && opensDossier(state, { actor, now: day.now }) ? ['dossier'] : [];
};

/** Whom a consent names is shown to those only who may have it completed. */
const coversOf = (state: CaseState, actor: Actor): CaseView['consentCovers'] => {
  const { consent } = state.circumstances;
  if (consent === undefined || !runsCase(relationsOf(state, actor))) return undefined;
  const { recipients, fieldGroups, expiresOn } = consent;
  return { recipients, fieldGroups, ...(expiresOn && { expiresOn }) };
};

const todayOf = (day: Day | undefined): Today | undefined =>
  day?.policy && { now: day.now, policy: day.policy };

/** The view of one case for one caller. */
export const viewOf = (state: CaseState, actor: Actor, day?: Day): CaseView => {
  const seen = readsMerge(state, actor) ? state : withoutMerge(state);
  const { silences, dossierRef, circumstances, calendarVersion, undoable, ...shown } = seen;
  const { leadChanges, measureSince, contactSought, ...rest } = shown;
  const lead = leadOf(state);
  const nextDue = nextOwed(state.deadlines);
  const holder = holderOfCase(state);
  const referrals = referralsFor(state, actor);
  const consentCovers = coversOf(state, actor);
  return {
    ...rest,
    referrals: referrals.map((one) => withNextStep(state, one)),
    ...(holder && { holder }),
    ...(day && { consentHoles: consentHoles(state, referrals, day.now) }),
    ...(consentCovers && { consentCovers }),
    reads: readsOf(state, actor, day),
    consent: circumstances.consent?.status ?? 'unknown',
    ...(lead === undefined ? {} : { leadInstitution: lead }),
    ...(nextDue === undefined ? {} : { nextDue }),
    allowedActions: allowedActions(state, actor, todayOf(day)),
  };
};
