/** A case of social aid in St. Gallen with the rules that chains of referrals need. */
import { noticesOf } from '../../domain/case/react';
import { localDate } from '../../domain/deadlines/dates';
import type { AnyCommandBody, Deadline } from '../../schemas/index';
import { Play, officer, policy, rulesOf } from '../support/builders';

const { terms } = policy('sg');

/** The rules of St. Gallen as a policy of today has them; `part` replaces some of them. */
export const rulesToday = (part: object = {}) =>
  rulesOf('sg', {
    terms: { ...terms, T_EXPIRY: { BD: 60 }, T_APPEAL: { CD: 30, standstill: true } },
    pingPong: { declines: 2, leads: 3, withinDays: 60, meetingBD: 10 },
    nextPartners: { not_competent: ['coo'], language_too_low: ['if'] },
    ...part,
  });

export const R1 = { referralId: 'R1' } as const;
export const send = (to: string, more: object = {}): AnyCommandBody => ({
  kind: 'sendReferral',
  to,
  purpose: 'coaching',
  ...more,
});
export const accept = (referralId = 'R1'): AnyCommandBody => ({
  kind: 'acceptReferral',
  claimsLead: false,
  referralId,
});
export const decline = (referralId: string, nextOwner: string): AnyCommandBody => ({
  kind: 'declineReferral',
  referralId,
  reason: 'not_competent',
  nextOwner,
});

export const admitted = (part: object = {}): Play => new Play(rulesToday(part)).admitted('sg-sh');
/** Admitted, and one referral is on its way to the disability insurance. */
export const sent = (part: object = {}): Play => admitted(part).do('sg-sh', send('sg-iv'));

export const codeOf = (play: Play, by: string, body: AnyCommandBody): string | undefined =>
  play.try(officer(by), body)?.code;
export const clock = (play: Play, key: string): Deadline | undefined =>
  play.state?.deadlines.find((deadline) => deadline.key === key);
export const due = (play: Play, key: string): string | undefined => {
  const found = clock(play, key);
  return found && localDate(found.dueAt);
};
export const referral = (play: Play, i = 0) => play.state?.referrals[i];

/** Who is told what by the events from a number on: `sg-sh referral.expired`. */
export const told = (play: Play, from: number): string[] =>
  play.state === undefined
    ? []
    : noticesOf(play.state, play.events.slice(from)).map(
        ({ to, type }) => `${to} ${type.slice('ch.relais.'.length, -'.v1'.length)}`,
      );
