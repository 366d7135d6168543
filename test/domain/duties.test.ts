import { localDate } from '../../domain/deadlines/dates';
import type { AnyCommandBody, Duty } from '../../schemas/index';
import { Play, engine, rulesOf, verdict } from '../support/builders';

/** Jobless refugees who can be employed are registered with the employment service (AIG 53 par. 5). */
const toEmploymentService: Duty = {
  policyId: 'PES-spec',
  policyVersion: '1',
  to: 'rav',
  purpose: 'placement',
  term: { BD: 10 },
};
const advise = (play: Play, duties: Duty[] = [toEmploymentService]): Play =>
  play.do(engine, { kind: 'recordVerdict', verdict: verdict('admitted', [], { duties }) });
const clock = (play: Play) => play.state?.deadlines.find(({ kind }) => kind === 'T_DUTY');
const dueOn = (play: Play): string | undefined => {
  const found = clock(play);
  return found && localDate(found.dueAt);
};
const send: AnyCommandBody = { kind: 'sendReferral', to: 'sg-rav', purpose: 'coaching' };
const rules = rulesOf('sg', {
  ladders: { T_DUTY: { L1: 0 }, T_CRIT: { L1: 0 }, T_DEC: { L1: 0 } },
});
/** Social aid registered a refugee who can be employed. */
const owing = (): Play => advise(new Play(rules).registered('sg-sh'));
const sent = (): Play =>
  owing().do('sg-sh', { kind: 'confirmVerdict', referrals: [] }).do('sg-sh', send);

describe('a referral that the law demands', () => {
  test('is owed by the office that registered, within the time of the duty', () => {
    const play = owing();
    expect(clock(play)).toMatchObject({ key: 'T_DUTY:rav', owedBy: 'sg-sh' });
    expect(dueOn(play)).toBe('2026-02-16');
    play.until('2026-02-16');
    expect(play.events).toContainEqual(
      expect.objectContaining({
        type: 'deadlineReached',
        data: expect.objectContaining({ key: 'T_DUTY:rav', level: 'L1' }) as unknown,
      }),
    );
  });

  test('keeps its day when the criteria say the same again', () => {
    const play = advise(owing().on('2026-02-09'));
    expect(dueOn(play)).toBe('2026-02-16');
  });

  test('is done when a referral to such an office is sent, and stays done', () => {
    const play = sent();
    expect(clock(play)).toBeUndefined();
    play.do('sg-rav', { kind: 'acceptReferral', referralId: 'R1', claimsLead: false });
    play.do('sg-rav', { kind: 'completeReferral', referralId: 'R1', result: 'achieved' });
    expect(clock(advise(play))).toBeUndefined();
  });

  test('is owed anew when that referral was withdrawn', () => {
    const play = sent().on('2026-02-09');
    play.do('sg-sh', { kind: 'withdrawReferral', referralId: 'R1', reason: 'sent_in_error' });
    expect(dueOn(play)).toBe('2026-02-23');
  });

  test('is owed no more when the law asks for it no more, or when the case is closed', () => {
    expect(clock(advise(owing(), []))).toBeUndefined();
    const closed = owing().do('sg-coo', { kind: 'closeCase', outcome: 'left_country' });
    expect(closed.state?.deadlines).toEqual([]);
  });

  test('is owed once where two laws ask for it, by the earlier day', () => {
    const earlier: Duty = { ...toEmploymentService, policyId: 'X-spec', term: { BD: 5 } };
    const play = advise(new Play(rules).registered('sg-sh'), [toEmploymentService, earlier]);
    expect(play.state?.deadlines.filter(({ kind }) => kind === 'T_DUTY')).toHaveLength(1);
    expect(dueOn(play)).toBe('2026-02-09');
  });

  test('is not owed by an office of the very kind', () => {
    expect(clock(advise(new Play(rules).registered('sg-rav')))).toBeUndefined();
  });
});
