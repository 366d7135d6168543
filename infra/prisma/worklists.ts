/** On whose list a case lies, read off its state: pure. Kept as rows so that a list is an index. */
import type { CaseState } from '../../domain/case/state';
import type { InstitutionId, ReferralStatus, WorklistName } from '../../schemas/index';
import { leadOf, nextDueOf, overdueLevelOf, partiesOf } from './case-row';

/** `owner`: the institution whose list it is, or the canton code for the list of its coordinators. */
export interface WorklistEntry {
  readonly name: WorklistName;
  readonly owner: string;
  readonly sort_at: string;
}

interface Place {
  readonly name: WorklistName;
  readonly institutions: readonly (InstitutionId | undefined)[];
  readonly at?: string | undefined;
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

const casePlaces = (state: CaseState): Place[] => {
  const places: Place[] = [];
  // A deferral stands although the check goes on: nobody has to confirm before it ends.
  const isOpen = state.status === 'criteria_check' && state.confirmed === undefined;
  if (isOpen && state.verdict !== undefined) {
    // Behind the gate a coordinator confirms; without it the contacts decide between them.
    const institutions = state.coordinatorGate ? [] : [state.registeredBy];
    places.push({ name: 'to_confirm', institutions });
  }
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
  if (overdueLevelOf(state) !== undefined) {
    places.push({ name: 'overdue', institutions: partiesOf(state) });
  }
  const followUp = state.deadlines
    .filter((deadline) => deadline.kind === 'T_FU' && deadline.stopped === undefined)
    .sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt))[0];
  if (followUp !== undefined) {
    const { owedBy, dueAt: at } = followUp;
    places.push({ name: 'follow_ups_due', institutions: [owedBy], at });
  }
  if (nextDueOf(state) === undefined) {
    const keeper = leadOf(state) ?? state.registeredBy;
    places.push({ name: 'without_next_step', institutions: [keeper], at: state.changedAt });
  }
  return places;
};

const centuryMs = 36_525 * 86_400_000;

/** An urgent case comes before every other on a list; among the urgent, what is due first. */
const placed = (at: string, { urgent }: CaseState): string =>
  urgent === undefined ? at : new Date(Date.parse(at) - centuryMs).toISOString();

/** Every list the case lies on; a closed case lies on none. */
export const worklistsOf = (state: CaseState): WorklistEntry[] => {
  if (state.status === 'closed') return [];
  const standard = placed(nextDueOf(state)?.at ?? state.changedAt, state);
  const places = [...casePlaces(state), ...referralPlaces(state), ...timePlaces(state)];
  // Of a draft only the office knows that keeps it.
  const overseers = state.status === 'draft' ? [] : [state.canton];
  return places.flatMap(({ name, institutions, at }) =>
    [...new Set([...overseers, ...institutions])].flatMap((owner) =>
      owner === undefined ? [] : [{ name, owner, sort_at: at ?? standard }],
    ),
  );
};
