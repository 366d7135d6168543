/**
 * Formal decisions of an institution (Verfügung), linked to the case: only these can be appealed, and
 * the appeal period runs from their service (domain.md 3.1). A triage verdict is none: no coordination
 * office decides formally, and nothing of it is ever shown as appealable.
 */
import type { Happening } from '../../schemas/index';
import { localDate } from '../deadlines/dates';
import { startDeadline } from '../deadlines/deadline';
import type { BodyOf, Decider, Moment } from '../decision';
import { accept, refuse } from '../decision';
import { kindOf } from '../institution';
import { caseOwner } from './clocks';
import type { Evolver } from './evolver';
import type { CaseState } from './state';
import { findReferral, isSent } from './state';

type Link = BodyOf<'linkDecision'>;

/** Nobody owes an appeal; who moves the case on is told before the period ends, to tell the person. */
const appealClock = (state: CaseState, { servedOn }: Link, moment: Moment) =>
  startDeadline(
    {
      kind: 'T_APPEAL',
      mark: String((state.decisions?.length ?? 0) + 1),
      owedBy: caseOwner(state),
      from: servedOn,
    },
    moment,
  );

/** A referral is answered by whoever it was sent to. */
const answers = (state: CaseState, { by, about }: Link): boolean => {
  const referral = about === undefined ? undefined : findReferral(state, about);
  return about === undefined || (referral !== undefined && isSent(referral) && referral.to === by);
};

export const linkDecision: Decider<'linkDecision'> = (state, body, moment) => {
  const { kind, ...data } = body;
  const { by, servedOn, about } = data;
  if (about !== undefined && findReferral(state, about) === undefined)
    return refuse('unknown_referral', { referralId: about });
  if (kindOf(by) === 'coo' || !answers(state, body)) return refuse('no_formal_decision', { by });
  if (servedOn > localDate(moment.now)) return refuse('date_too_far', { field: 'servedOn' });
  const deadline = appealClock(state, body, moment);
  // Over already: there is nothing left to tell the person.
  if (Date.parse(deadline.dueAt) <= Date.parse(moment.now))
    return refuse('date_in_the_past', { field: 'servedOn' });
  const linked: Happening = { type: 'decisionLinked', data };
  return accept(linked, { type: 'deadlineSet', data: { deadline } });
};

const linked: Evolver<'decisionLinked'> = (state, { data }) => {
  const { by, servedOn, about } = data;
  const decision = { by, servedOn, ...(about === undefined ? {} : { about }) };
  return { ...state, decisions: [...(state.decisions ?? []), decision] };
};

export const decisionEvolvers = { decisionLinked: linked } as const;
