/** On whose list a case lies, read off its state: pure. Kept as rows so that a list is an index. */
import type { CaseState } from '../../domain/case/state';
import type {
  InstitutionId, LadderLevel, ReferralStatus, WorklistName,
} from '../../schemas/index'; // prettier-ignore
import { escalatesAtOf, leadOf, nextDueOf, overdueLevelOf, partiesOf } from './case-row';

/** `owner`: the institution whose list it is, or the canton code for the list of its coordinators. */
export interface WorklistEntry {
  readonly name: WorklistName;
  readonly owner: string;
  readonly sort_at: string;
  /** Of `overdue`: the step of the ladder. */
  readonly level?: LadderLevel | undefined;
}

/**
 * Lists on which a case appears so many days before the time by which it is sorted: the row is written
 * ahead, and no job has to put it there on the day [P].
 */
export const daysAhead = { follow_ups_due: 14, consent_expiring: 30 } as const;

interface Place {
  readonly name: WorklistName;
  readonly institutions: readonly (InstitutionId | undefined)[];
  readonly at?: string | undefined;
  readonly level?: LadderLevel;
}

const referralsIn = (state: CaseState, ...statuses: readonly ReferralStatus[]) =>
  state.referrals.filter((referral) => statuses.includes(referral.status));

const referralPlaces = (state: CaseState): Place[] => {
  const places: Place[] = [];
  const unanswered = referralsIn(state, 'sent', 'acknowledged');
  if (unanswered.length > 0) {
    places.push({ name: 'to_answer', institutions: unanswered.map((one) => one.to) });
  }
  const waiting = referralsIn(state, 'waiting_for_capacity');
  if (waiting.length > 0) {
    const both = waiting.flatMap((one) => [one.from, one.to]);
    places.push({ name: 'waiting_for_capacity', institutions: both });
  }
  return places;
};

/** Who moves the case on: the same as `caseOwner` in domain/case/clocks.ts. */
const keeperOf = (state: CaseState): InstitutionId => leadOf(state) ?? state.registeredBy;

const untriaged: readonly CaseState['status'][] = ['preclarified', 'registered', 'criteria_check'];

const triagePlaces = (state: CaseState): Place[] => {
  const places: Place[] = [];
  // Behind the gate a coordinator decides; without it the contacts decide between them.
  const institutions = state.coordinatorGate ? [] : [state.registeredBy];
  if (state.override !== undefined) places.push({ name: 'overrides_to_confirm', institutions });
  // A deferral stands although the check goes on: nobody has to decide before it ends.
  else if (untriaged.includes(state.status) && state.confirmed === undefined)
    places.push({ name: 'to_triage', institutions });
  if (state.mergeWith !== undefined)
    places.push({ name: 'duplicates_to_decide', institutions: [state.registeredBy] });
  return places;
};

const casePlaces = (state: CaseState): Place[] => {
  const places: Place[] = [];
  const asked = referralsIn(state, 'info_requested').map((one) => one.from);
  const returned = state.status === 'returned_info' ? [state.registeredBy] : [];
  if (asked.length + returned.length > 0) {
    places.push({ name: 'returned_to_me', institutions: [...returned, ...asked] });
  }
  if (state.leadConflict !== undefined) {
    places.push({ name: 'lead_conflicts', institutions: [leadOf(state), state.leadConflict] });
  }
  return places;
};

const timePlaces = (state: CaseState): Place[] => {
  const places: Place[] = [];
  const level = overdueLevelOf(state);
  if (level !== undefined) {
    places.push({ name: 'overdue', institutions: partiesOf(state), level });
  }
  const { consent } = state.circumstances;
  if (consent?.status === 'given' && consent.expiresOn !== undefined) {
    const at = `${consent.expiresOn}T00:00:00.000Z`;
    places.push({ name: 'consent_expiring', institutions: [keeperOf(state)], at });
  }
  const followUp = state.deadlines
    .filter((deadline) => deadline.kind === 'T_FU' && deadline.stopped === undefined)
    .sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt))[0];
  if (followUp !== undefined) {
    const { owedBy, dueAt: at } = followUp;
    places.push({ name: 'follow_ups_due', institutions: [owedBy], at });
  }
  if (nextDueOf(state) === undefined) {
    const institutions = [keeperOf(state)];
    places.push({ name: 'without_next_step', institutions, at: state.changedAt });
  }
  return places;
};

const draft = ({ registeredBy: owner, changedAt }: CaseState): WorklistEntry[] => [
  { name: 'drafts', owner, sort_at: changedAt },
];

/** Every list the case lies on; a closed case lies on none, and of a draft only its office knows. */
export const worklistsOf = (state: CaseState): WorklistEntry[] => {
  if (state.status === 'closed') return [];
  if (state.status === 'draft') return draft(state);
  const standard = escalatesAtOf(state);
  const places = [
    ...triagePlaces(state),
    ...casePlaces(state),
    ...referralPlaces(state),
    ...timePlaces(state),
  ];
  return places.flatMap(({ name, institutions, at, level }) =>
    [...new Set([state.canton, ...institutions])].flatMap((owner) =>
      owner === undefined ? [] : [{ name, owner, sort_at: at ?? standard, level }],
    ),
  );
};
