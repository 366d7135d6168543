/**
 * What the lists need to know of a case, read off its state: pure. `partiesOf` and `leadOf` say the
 * same as in domain/case/state.ts, whose values an adapter may not load; a test compares them.
 */
import type { CaseState, ReferralState, SentReferral } from '../../domain/case/state';
import type { Deadline, DeadlineKind, InstitutionId, LadderLevel } from '../../schemas/index';
import { holderOf } from './holder-row';

const byTime = (a: { at: string }, b: { at: string }): number =>
  Date.parse(a.at) - Date.parse(b.at);

export const leadOf = (state: CaseState): InstitutionId | undefined =>
  state.status === 'closed' || 'lead' in state ? state.lead?.institutionId : undefined;

/** A draft, kept or given up, concerns nobody but its sender: it stands in no list. */
export const isSent = (referral: ReferralState): referral is SentReferral =>
  referral.grant !== undefined;

export const partiesOf = (state: CaseState): InstitutionId[] => {
  const lead = leadOf(state);
  const all = [
    state.registeredBy,
    ...(lead === undefined ? [] : [lead]),
    ...(state.overallResponsibility === undefined ? [] : [state.overallResponsibility]),
    ...state.referrals.filter(isSent).flatMap(({ from, to }) => [from, to]),
    ...state.invited,
  ];
  return [...new Set(all)];
};

/** Nobody owes anything on the day a fact changes by itself: that clock is no next step. */
const running = (state: CaseState): Deadline[] =>
  state.status === 'closed'
    ? []
    : state.deadlines.filter(
        (one) => one.stopped === undefined && one.kind !== 'T_FACTS' && one.kind !== 'T_PERMIT',
      );

interface NextDue {
  readonly at: string;
  readonly kind: DeadlineKind;
  readonly owner: InstitutionId;
  readonly level?: LadderLevel;
}

/** The earliest firing of a running clock; without firings the earliest due date still ahead. */
export const nextDueOf = (state: CaseState): NextDue | undefined => {
  const clocks = running(state);
  const firings = clocks.flatMap(({ kind, owedBy: owner, firings: all }) =>
    all.slice(0, 1).map(({ level, at }): NextDue => ({ at, kind, owner, level })),
  );
  const dates = clocks
    .filter(({ dueAt }) => Date.parse(dueAt) > Date.parse(state.changedAt))
    .map(({ kind, owedBy: owner, dueAt }): NextDue => ({ at: dueAt, kind, owner }));
  return firings.sort(byTime)[0] ?? dates.sort(byTime)[0];
};

/** The level that an overdue clock has reached; a reached due date is itself a step of the case. */
const levelOf = ({ dueAt, reached }: Deadline, changedAt: string): LadderLevel | undefined =>
  Date.parse(dueAt) <= Date.parse(changedAt) ? (reached ?? 'due') : undefined;

const levels: readonly LadderLevel[] = ['due', 'L0', 'L1', 'L2', 'L3', 'L4'];
const highest = (found: readonly (LadderLevel | undefined)[]): LadderLevel | undefined =>
  levels.findLast((level) => found.includes(level));

/** The highest level of any overdue clock. */
export const overdueLevelOf = (state: CaseState): LadderLevel | undefined =>
  highest(running(state).map((deadline) => levelOf(deadline, state.changedAt)));

const permitGroupOf = (state: CaseState): 'protected' | 'other' | undefined => {
  const { protectedPermit } = state.circumstances;
  if (protectedPermit === undefined) return undefined;
  return protectedPermit ? 'protected' : 'other';
};

/** When any running clock speaks next, also one that nobody owes anything on. */
const wakesAtOf = ({ status, deadlines }: CaseState): string | undefined =>
  status === 'closed'
    ? undefined
    : deadlines
        .filter(({ stopped }) => stopped === undefined)
        .flatMap(({ firings }) => firings.slice(0, 1))
        .sort(byTime)[0]?.at;

const ended: readonly ReferralState['status'][] = [
  'declined',
  'withdrawn',
  'expired',
  'done',
  'aborted',
];

/** Referrals that left and have not ended. */
const openReferralsOf = ({ referrals }: CaseState): number =>
  referrals.filter((one) => isSent(one) && !ended.includes(one.status)).length;

const centuryMs = 36_525 * 86_400_000;

/** An urgent case comes before every other on a list; among the urgent, what is due first. */
export const placed = (at: string, { urgent }: CaseState): string =>
  urgent === undefined ? at : new Date(Date.parse(at) - centuryMs).toISOString();

/** The place in the order of what escalates next. What nobody is reminded of comes first. */
export const escalatesAtOf = (state: CaseState): string =>
  placed(nextDueOf(state)?.at ?? state.changedAt, state);

/** The columns of table `cases`, under their SQL names; an absent key is NULL. */
export const caseRowOf = (state: CaseState): Record<string, unknown> => {
  const next = nextDueOf(state);
  const holder = holderOf(state);
  return {
    id: state.id,
    canton: state.canton,
    status: state.status,
    version: state.version,
    policy_id: state.policyId,
    policy_version: state.policyVersion,
    dossier_ref: state.dossierRef,
    registered_by: state.registeredBy,
    registered_at: state.registeredAt,
    changed_at: state.changedAt,
    lead: leadOf(state),
    parties: partiesOf(state),
    permit_group: permitGroupOf(state),
    next_due_at: next?.at,
    next_due_kind: next?.kind,
    next_due_owner: next?.owner,
    next_due_level: next?.level,
    overdue_level: overdueLevelOf(state),
    wakes_at: wakesAtOf(state),
    // When the status is another one than before; else the store keeps what stands.
    stage_since: state.changedAt,
    holder_party: holder?.party,
    holder: holder?.institutionId,
    open_referrals: openReferralsOf(state),
    escalates_at: state.status === 'closed' ? undefined : escalatesAtOf(state),
    urgent: state.urgent !== undefined,
    paused: state.paused !== undefined,
  };
};

/** The row of one referral, under SQL names. */
export const referralRowOf = (
  state: CaseState,
  referral: SentReferral,
): Record<string, unknown> => {
  const clocks = running(state).filter((deadline) => deadline.referralId === referral.id);
  const due = clocks.map(({ dueAt }) => ({ at: dueAt })).sort(byTime)[0];
  return {
    referral_id: referral.id,
    status: referral.status,
    from_institution: referral.from,
    to_institution: referral.to,
    purpose: referral.purpose,
    sent_at: referral.sentAt,
    due_at: due?.at,
    level: highest(clocks.map((deadline) => levelOf(deadline, state.changedAt))),
  };
};
