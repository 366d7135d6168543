import type { AnyCommandBody, ClosureOutcome } from '../../schemas/index';
import { ClosureOutcome as ClosureOutcomes } from '../../schemas/index';
import { Play, engine, officer, rulesOf, verdict } from '../support/builders';

const close = (outcome: ClosureOutcome): AnyCommandBody => ({ kind: 'closeCase', outcome });
const codeOf = (play: Play, body: AnyCommandBody, by = 'sg-sh'): string | undefined =>
  play.try(officer(by), body)?.code;
const send = (to: string, from = 'sg-sh'): AnyCommandBody => ({
  kind: 'sendReferral',
  to,
  from,
  purpose: 'coaching',
});
const goal = { goal: 'work', responsible: 'sg-sh', dueOn: '2026-12-01' } as const;
const admitted = (): Play => new Play(rulesOf('sg')).admitted('sg-sh');

describe('a case closes only when nothing is left hanging', () => {
  test('a referral that nobody answered holds it; withdrawn, it lets go', () => {
    const play = admitted().do('sg-sh', send('sg-iv'));
    expect(play.try(officer('sg-sh'), close('dropout'))).toEqual({
      code: 'referrals_still_open',
      details: { referrals: ['R1'] },
    });
    play.do('sg-sh', { kind: 'withdrawReferral', referralId: 'R1', reason: 'case_closed' });
    expect(codeOf(play, close('dropout'))).toBeUndefined();
  });

  test('an accepted referral ends with the case', () => {
    const play = admitted().do('sg-sh', send('sg-iv'));
    play.do('sg-iv', { kind: 'acceptReferral', referralId: 'R1', claimsLead: false });
    play.do('sg-sh', close('iv_measure'));
    expect(play.state).toMatchObject({
      status: 'closed',
      outcome: 'iv_measure',
      deadlines: [],
      referrals: [{ status: 'done', code: 'case_closed' }],
    });
  });

  const reached: readonly ClosureOutcome[] = [
    'employed_primary',
    'employed_partial',
    'apprenticeship_training',
    'iv_measure',
    'iv_pension',
    'labour_measure_ongoing',
    'back_to_single_institution',
    'socially_stabilised',
  ];
  test.each(ClosureOutcomes.options)('open goals and the outcome %s', (outcome) => {
    const play = admitted().do('sg-sh', { kind: 'agreePlan', goals: [goal, goal] });
    const hangs = reached.includes(outcome);
    expect(codeOf(play, close(outcome))).toBe(hangs ? 'goals_still_open' : undefined);
  });

  test('every goal closed, the case closes as employed', () => {
    const play = admitted().do('sg-sh', { kind: 'agreePlan', goals: [goal, goal] });
    play.do('sg-sh', { kind: 'closeGoal', number: 1, state: 'achieved' });
    expect(codeOf(play, { kind: 'closeGoal', number: 1, state: 'dropped' })).toBe('unknown_goal');
    expect(codeOf(play, { kind: 'closeGoal', number: 3, state: 'dropped' })).toBe('unknown_goal');
    expect(play.try(officer('sg-sh'), close('employed_primary'))?.details).toEqual({
      goals: ['2'],
    });
    play.do('sg-sh', { kind: 'closeGoal', number: 2, state: 'dropped' });
    expect(codeOf(play, close('employed_primary'))).toBeUndefined();
  });

  test('the person must be told first what was exchanged without consent', () => {
    const play = new Play(rulesOf('sg')).admitted('sg-rav').do('sg-rav', send('sg-iv', 'sg-rav'));
    play.do('sg-iv', { kind: 'acceptReferral', referralId: 'R1', claimsLead: false });
    expect(codeOf(play, close('iv_measure'), 'sg-rav')).toBe('person_not_informed');
    play.do('sg-rav', { kind: 'informPerson', referralId: 'R1' });
    expect(codeOf(play, { kind: 'informPerson', referralId: 'R1' }, 'sg-rav')).toBe(
      'not_allowed_in_this_state',
    );
    expect(codeOf(play, close('iv_measure'), 'sg-rav')).toBeUndefined();
  });

  test('a closed case takes no further command, not even of the engine', () => {
    const play = admitted().do('sg-sh', close('deceased'));
    expect(codeOf(play, close('deceased'))).toBe('not_allowed_in_this_state');
    expect(codeOf(play, { kind: 'withdrawConsent' })).toBe('not_allowed_in_this_state');
    const late = { kind: 'recordVerdict', verdict: verdict('admitted') } as const;
    expect(play.try(engine, late)?.code).toBe('not_allowed_in_this_state');
    expect(play.nextDue()).toBeUndefined();
  });

  test('an office without a part in the case does not learn that there is one', () => {
    expect(codeOf(admitted(), close('dropout'), 'sg-iv')).toBe('not_found');
  });
});

describe('the way to the end', () => {
  const today = '2026-02-02';
  const meeting = (meetingOn: string, minutes = 90): AnyCommandBody => ({
    kind: 'scheduleMeeting',
    meetingOn,
    minutes,
    invite: ['sg-iv'],
  });

  test('an invitation is out ten business days before the meeting', () => {
    const play = admitted().on(today);
    expect(codeOf(play, meeting('2026-02-13'))).toBe('notice_too_short');
    expect(codeOf(play, meeting('2026-02-16'))).toBeUndefined();
  });

  test('a policy that limits the meeting to ninety minutes refuses a longer one', () => {
    const rules = { meeting: { mandatory: true, noticeBD: 10, maxMinutes: 90, withPerson: true } };
    const play = new Play(rulesOf('sg', rules)).admitted('sg-sh');
    expect(codeOf(play, meeting('2026-03-02', 91))).toBe('meeting_too_long');
    expect(codeOf(play, meeting('2026-03-02', 85))).toBeUndefined();
  });

  test('after the last follow-up the case is to be closed', () => {
    const play = admitted().do('sg-sh', { kind: 'agreePlan', goals: [goal] });
    for (const month of [3, 6, 12]) {
      expect(play.state?.deadlines.map(({ key }) => key)).toContain(`T_FU:${String(month)}`);
      play.do('sg-sh', { kind: 'recordFollowUp', goals: [] });
    }
    expect(play.state?.deadlines.map(({ key }) => key)).toContain('T_CLOSE');
    expect(codeOf(play, { kind: 'recordFollowUp', goals: [] })).toBe('not_allowed_in_this_state');
  });

  test('a milestone lies in the past, a planned date in the future', () => {
    const play = admitted();
    const milestone = { kind: 'recordMilestone', milestone: 'employable' } as const;
    expect(codeOf(play, { ...milestone, on: '2026-02-03' })).toBe('date_too_far');
    expect(codeOf(play, { ...milestone, on: '2026-01-03' })).toBeUndefined();
    expect(codeOf(play, { ...milestone, on: '1826-02-02' })).toBe('date_in_the_past');
    const late = { kind: 'agreePlan', goals: [{ ...goal, dueOn: '2026-01-31' }] } as const;
    expect(codeOf(play, { ...late, goals: [...late.goals] })).toBe('date_in_the_past');
  });

  test('a case without any clock is looked after by the orphan clock', () => {
    const play = admitted().do('sg-sh', { kind: 'agreePlan', goals: [goal] });
    const free = new Play(rulesOf('zh')).admitted('zh-sh', 'zh-coo');
    expect(free.state?.deadlines).toMatchObject([{ key: 'T_ORPHAN', owedBy: 'zh-sh' }]);
    expect(play.state?.deadlines.map(({ kind }) => kind)).not.toContain('T_ORPHAN');
    free.do('zh-sh', { kind: 'agreePlan', goals: [{ ...goal, responsible: 'zh-sh' }] });
    expect(free.state?.deadlines.map(({ kind }) => kind)).not.toContain('T_ORPHAN');
  });
});
