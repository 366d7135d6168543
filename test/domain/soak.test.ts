/** No silence: thousands of open referrals, random people, years of skipped time, and no orphan. */
import { nextStepOf } from '../../domain/case/next-step';
import { noticesOf } from '../../domain/case/react';
import type { CaseState } from '../../domain/case/state';
import { isOpen, isSent } from '../../domain/case/state';
import { allowedActions } from '../../domain/allowed-actions';
import { localDate } from '../../domain/deadlines/dates';
import type { ReferralState } from '../../domain/referral/state';
import { runs } from '../support/runs';
import { Play, engine, fullConsent, officer, rulesOf, verdict } from '../support/builders';
import { bodyFor, kinds, pick } from './random-bodies';

const wanted = 10_000;
const recipients = ['iv', 'sh', 'if', 'bslb', 'rav'].map((kind) => `sg-${kind}`);
const perCase = 5;
const stepsPerCase = 8;

/** Small numbers that look random and are the same every time (mulberry32). */
const makeDice = (seed: number) => {
  let at = seed;
  return (sides: number): number => {
    at = (at + 0x6d2b79f5) | 0;
    let t = Math.imul(at ^ (at >>> 15), 1 | at);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
};

const { terms } = rulesOf('sg').policy;
const rules = rulesOf('sg', { terms: { ...terms, T_EXPIRY: { BD: 60 } } });
const people = kinds.map((kind) => officer(`sg-${kind}`));

/** A case of the coordination with five offices that are asked on one day. */
const opened = (): Play => {
  const play = new Play(rules).registered('sg-coo');
  play.do('sg-coo', { kind: 'recordConsent', consent: fullConsent });
  play.do(engine, { kind: 'recordVerdict', verdict: verdict('admitted') });
  play.do('sg-coo', {
    kind: 'confirmVerdict',
    referrals: recipients.map((to) => ({ to, purpose: 'coaching' as const })),
  });
  return play;
};

const days = [0, 0, 1, 3, 8, 15, 60, 150];

interface Watch {
  steps: number;
  orphans: readonly string[];
  readonly ended: Set<string>;
}

const openOnes = (state: CaseState): readonly ReferralState[] =>
  state.referrals.filter((one) => isSent(one) && isOpen(one));

/** Every open referral and every open case has an event that comes, not before now, with an owner. */
const look = ({ state, now }: Play, watch: Watch): void => {
  if (state === undefined) return;
  const orphans = openOnes(state).filter((referral) => {
    const next = nextStepOf(state, referral);
    return next === undefined || next.owedBy === '' || Date.parse(next.at) < Date.parse(now);
  });
  watch.steps += 1;
  watch.orphans = [...watch.orphans, ...orphans.map(({ id, status }) => `${id} ${status} ${now}`)];
};

/** Somebody does something that is allowed, or nobody does; then time passes and the clocks speak. */
const live = (play: Play, dice: (sides: number) => number, watch: Watch): void => {
  const { state, now } = play;
  if (state === undefined || state.status === 'closed') return;
  const actor = pick(people, dice(people.length));
  const actions = allowedActions(state, actor).filter(
    ({ kind }) => kind !== 'closeCase' || dice(8) === 0,
  );
  if (actions.length > 0 && dice(3) > 0) {
    const { kind, referralId = 'R1' } = pick(actions, dice(actions.length));
    const seed = { canton: 'sg', today: localDate(now), n: dice(600), referralId } as const;
    play.try(actor, bodyFor(kind, seed));
    look(play, watch);
  }
  const later = new Date(Date.parse(now) + pick(days, dice(days.length)) * 86_400_000);
  play.until(localDate(later.toISOString()));
  look(play, watch);
};

test('ten thousand open referrals are never without an owner of what comes next', () => {
  const cases = runs(wanted / perCase);
  const watch: Watch = { steps: 0, orphans: [], ended: new Set() };
  let referrals = 0;
  for (let number = 0; number < cases; number += 1) {
    const play = opened();
    const dice = makeDice(number);
    referrals += openOnes(play.state!).length;
    look(play, watch);
    for (let step = 0; step < stepsPerCase; step += 1) live(play, dice, watch);
    for (const { status } of play.state!.referrals) watch.ended.add(status);
    // And nobody ends in silence: whatever ended was told to the other side.
    const ends = play.events.filter(({ type }) => type === 'referralExpired');
    expect(ends.every((one) => noticesOf(play.state!, [one]).length > 0)).toBe(true);
  }
  expect(watch.orphans).toEqual([]);
  expect(referrals).toBe(cases * perCase);
  expect(watch.steps).toBeGreaterThan(cases * stepsPerCase);
  expect([...watch.ended].sort()).toEqual(
    expect.arrayContaining(['accepted', 'declined', 'expired', 'withdrawn']),
  );
});
