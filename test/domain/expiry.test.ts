import * as fc from 'fast-check';
import { noticesOf } from '../../domain/case/react';
import type { CaseState, ReferralState } from '../../domain/case/state';
import { isOpen, isSent } from '../../domain/case/state';
import type { CaseEvent } from '../../schemas/index';
import { runs } from '../support/runs';
import { R1, accept, clock, codeOf, due, referral, sent, told } from './chain-fixtures';
import { canton, playRandomly, steps } from './random-plays';

describe('a referral that nobody answers', () => {
  test('ends after sixty business days; the sender is told and owes the next step', () => {
    const play = sent();
    expect([due(play, 'T_EXPIRY:R1'), clock(play, 'T_EXPIRY:R1')?.owedBy]).toEqual([
      '2026-04-29',
      'sg-iv',
    ]);
    play.until('2026-04-29', '16:59');
    expect(referral(play)?.status).toBe('sent');
    const before = play.events.length;
    play.until('2026-04-29');
    expect(referral(play)?.status).toBe('expired');
    expect(told(play, before).filter((one) => one.includes('referral.'))).toEqual([
      'sg-iv referral.expired',
      'sg-sh referral.expired',
    ]);
    expect(['T_DEC:R1', 'T_EXPIRY:R1'].map((key) => clock(play, key))).toEqual([
      undefined,
      undefined,
    ]);
    expect(clock(play, 'T_NEXT')).toMatchObject({ owedBy: 'sg-sh' });
  });

  test('is over: an answer comes too late', () => {
    const play = sent().until('2026-04-30');
    for (const body of [accept(), { kind: 'acknowledgeReferral', ...R1 } as const])
      expect(codeOf(play, 'sg-iv', body)).toBe('not_allowed_in_this_state');
  });

  test('does not end while the sender owes information, and has the rest of its time after', () => {
    const play = sent().on('2026-04-28');
    play.do('sg-iv', { kind: 'requestInformation', ...R1, fields: ['permit'] });
    expect(clock(play, 'T_EXPIRY:R1')?.stopped).toMatchObject({ remainingBD: 1 });
    play.on('2026-05-11').do('sg-sh', { kind: 'answerInformation', ...R1 });
    expect(due(play, 'T_EXPIRY:R1')).toBe('2026-05-15');
  });

  test('ends with the answer, however late', () => {
    const play = sent().until('2026-04-28').do('sg-iv', accept());
    expect(clock(play, 'T_EXPIRY:R1')).toBeUndefined();
  });

  test('waits for ever under a policy that names no such day', () => {
    const { T_EXPIRY, ...terms } = sent().rules.policy.terms;
    const play = sent({ terms }).until('2026-08-03');
    expect([referral(play)?.status, clock(play, 'T_EXPIRY:R1')]).toEqual(['sent', undefined]);
  });
});

const endedIn = (before: CaseState | undefined, after: CaseState): readonly ReferralState[] =>
  after.referrals.filter((referral_) => {
    const was = before?.referrals.find(({ id }) => id === referral_.id);
    return isSent(referral_) && !isOpen(referral_) && was !== undefined && isOpen(was);
  });

const senderKnows = (
  { id, from }: ReferralState,
  events: readonly CaseEvent[],
  after: CaseState,
): boolean =>
  events.some(({ by }) => by.institutionId === from) ||
  noticesOf(after, events).some((notice) => notice.to === from && notice.referralId === id);

describe('whatever ends a referral', () => {
  test('its sender learns of it in the same step, unless it ended it itself', () => {
    let ended = 0;
    fc.assert(
      fc.property(canton, steps, (where, all) => {
        playRandomly(where, all, ({ before, outcome }) => {
          if (!outcome.ok) return;
          for (const one of endedIn(before, outcome.state)) {
            ended += 1;
            if (!senderKnows(one, outcome.events, outcome.state))
              throw new Error(`${one.id} ended in silence: ${one.status}`);
          }
        });
      }),
      { numRuns: runs(1000), seed: 20260316, unbiased: true },
    );
    expect(ended).toBeGreaterThan(runs(1000) / 10);
  });
});
