/** A person decides on the advice (domain.md 3.1 stage 6); another outcome may need two of them. */
import type { Happening, OverrideReason, VerdictOutcome } from '../../schemas/index';
import type { BodyOf, Decider, Decision, Moment } from '../decision';
import { accept, inTurn, refuse } from '../decision';
import { sendReferral } from '../referral/send';
import { clear, set, stop, triageOwner } from './clocks';
import { statusAfter } from './outcomes';
import type { CaseState } from './state';
import { unfold } from './unfold';

const notNow = (details: Readonly<Record<string, string>> = {}): Decision =>
  refuse('not_allowed_in_this_state', { command: 'confirmVerdict', ...details });

const returned = (state: CaseState, moment: Moment): Decision =>
  state.verdict === undefined
    ? notNow()
    : accept(
        {
          type: 'informationReturned',
          data: { missing: state.verdict.missing, verdict: state.verdict },
        },
        ...stop(state, moment, 'T_CRIT'),
        set({ kind: 'T_INFO', owedBy: state.registeredBy }, moment),
      );

const admitted = (state: CaseState, moment: Moment): Happening[] => {
  const { policy } = moment;
  const offices = { registering: state.registeredBy, coordination: policy.coordination };
  const institutionId = offices[policy.firstLead ?? 'registering'];
  const owedBy =
    policy.convenes === undefined ? triageOwner(state, policy) : offices[policy.convenes];
  return [
    { type: 'leadAssigned', data: { institutionId, interim: true } },
    ...(policy.meeting.mandatory ? [set({ kind: 'T_RT', owedBy }, moment)] : []),
  ];
};

const afterOutcome = (state: CaseState, outcome: VerdictOutcome, moment: Moment): Happening[] => {
  const owedBy = state.registeredBy;
  const term = state.verdict?.deferFor;
  switch (statusAfter(outcome)) {
    case 'admitted':
      return admitted(state, moment);
    case 'not_admitted':
      return [set({ kind: 'T_CLOSE', owedBy }, moment)];
    case 'criteria_check':
      return term === undefined ? [] : [set({ kind: 'T_DEFER', owedBy, term }, moment)];
    case 'bilateral':
    case 'returned_info':
      return [];
  }
};

interface Choice {
  readonly outcome: VerdictOutcome;
  readonly suggested: VerdictOutcome;
  readonly reason?: OverrideReason | undefined;
}

const settled = (state: CaseState, { reason, ...choice }: Choice, moment: Moment): Decision =>
  accept(
    {
      type: 'verdictConfirmed',
      data: { ...choice, ...(reason === undefined ? {} : { reason }) },
    },
    ...clear(state, moment, { kinds: ['T_CRIT', 'T_INFO', 'T_ACK', 'T_DEFER'], ofCase: true }),
    ...afterOutcome(state, choice.outcome, moment),
  );

/** Another outcome than suggested: with a reason, and by two people where the policy says so. */
const overridden = (state: CaseState, choice: Choice, moment: Moment): Decision => {
  const { outcome, suggested, reason } = choice;
  const { override } = state;
  if (override?.outcome === outcome && moment.policy.fourEyes === true)
    return override.by === moment.actor.userId
      ? refuse('second_person_needed', { outcome })
      : settled(state, { ...choice, reason: override.reason }, moment);
  if (reason === undefined) return refuse('override_reason_missing', { suggested, outcome });
  return moment.policy.fourEyes === true
    ? accept({ type: 'overrideProposed', data: { outcome, suggested, reason } })
    : settled(state, choice, moment);
};

const confirmed = (state: CaseState, body: BodyOf<'confirmVerdict'>, moment: Moment): Decision => {
  const suggested = state.verdict?.outcome;
  const outcome = body.outcome ?? suggested;
  if (outcome === undefined || suggested === undefined) return notNow();
  // In a status where verdicts are confirmed, only a deferral can stand already.
  if (outcome === state.confirmed) return notNow({ outcome });
  // Nobody guesses how long: the rule of the policy that suggested the deferral says so.
  if (outcome === 'deferred' && state.verdict?.deferFor === undefined) return notNow({ outcome });
  const choice = { outcome, suggested, reason: body.reason };
  return outcome === suggested ? settled(state, choice, moment) : overridden(state, choice, moment);
};

/** Confirms the advice or overrides it with a reason, and may send referrals at once. */
export const confirmVerdict: Decider<'confirmVerdict'> = (state, body, moment) => {
  const returns = body.outcome === undefined && state.verdict?.outcome === 'returned_info';
  if (returns && state.status === 'returned_info') return notNow();
  const first = (now: CaseState): Decision =>
    returns ? returned(now, moment) : confirmed(now, body, moment);
  const sends = body.referrals.map((referral) => (now: CaseState): Decision => {
    // What one person proposed is no decision yet, so nothing leaves on it.
    if (now.override !== undefined)
      return refuse('second_person_needed', { outcome: now.override.outcome });
    return now.status === 'admitted' || now.status === 'bilateral'
      ? sendReferral(now, { kind: 'sendReferral', ...referral }, moment)
      : refuse('not_allowed_in_this_state', { command: 'sendReferral' });
  });
  return inTurn(state, [first, ...sends], (now, events) => unfold(now, events, moment));
};
