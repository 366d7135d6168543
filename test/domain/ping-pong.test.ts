import type { AnyCommandBody } from '../../schemas/index';
import { Play, engine, verdict } from '../support/builders';
import { accept, admitted, clock, codeOf, decline, due, referral, rulesToday, send, told } from './chain-fixtures'; // prettier-ignore

const lead = (play: Play) => (play.state && 'lead' in play.state ? play.state.lead : undefined);
const meet = (meetingOn: string, minutes = 60): AnyCommandBody => ({
  kind: 'scheduleMeeting',
  meetingOn,
  minutes,
  invite: ['sg-iv', 'sg-rav'],
});

/** The disability insurance and the employment service both say that they are not competent. */
const declinedTwice = (play = admitted()): Play =>
  play
    .do('sg-sh', send('sg-iv'))
    .do('sg-iv', decline('R1', 'sg-rav'))
    .do('sg-sh', send('sg-rav'))
    .on('2026-02-04')
    .do('sg-rav', decline('R2', 'sg-iv'));

describe('a person whom two offices send back and forth', () => {
  test('is looked after by the office that registered, until the offices have met', () => {
    const play = admitted().do('sg-coo', { kind: 'assignLead', institutionId: 'sg-coo' });
    const before = play.events.length;
    declinedTwice(play);
    expect(play.events.slice(before).find((one) => one.type === 'pingPongDetected')?.data).toEqual({
      between: ['sg-iv', 'sg-rav'],
    });
    expect(lead(play)).toEqual({ institutionId: 'sg-sh', interim: true });
    // A joint meeting was owed on 2 March anyway; now it is due in ten business days.
    expect([due(play, 'T_RT'), clock(play, 'T_RT')?.owedBy]).toEqual(['2026-02-18', 'sg-coo']);
    expect(clock(play, 'T_NEXT')).toBeUndefined();
  });

  test('every party and the coordination are told', () => {
    const play = declinedTwice();
    const names = told(play, 0).filter((one) => one.endsWith('case.ping_pong'));
    expect(names.toSorted()).toEqual([
      'sg-coo case.ping_pong',
      'sg-iv case.ping_pong',
      'sg-sh case.ping_pong',
    ]);
  });

  test('is referred by nobody but the coordinator before the meeting', () => {
    const play = declinedTwice();
    expect(codeOf(play, 'sg-sh', send('sg-if'))).toBe('meeting_first');
    play.do('sg-sh', { kind: 'draftReferral', to: 'sg-if', purpose: 'coaching' });
    const submit = { kind: 'submitReferral', referralId: 'R3' } as const;
    expect(codeOf(play, 'sg-sh', submit)).toBe('meeting_first');
    play.do('sg-coo', submit);
    expect(codeOf(play, 'sg-if', { kind: 'forwardReferral', referralId: 'R3', to: 'sg-bslb' })).toBe('meeting_first'); // prettier-ignore
  });

  test('is met at short notice, and referred freely after that', () => {
    const play = declinedTwice().do('sg-coo', meet('2026-02-16'));
    expect(due(play, 'T_RT')).toBe('2026-02-18');
    play.on('2026-02-16').do('sg-coo', { kind: 'holdMeeting' }).do('sg-sh', send('sg-iv'));
    expect(referral(play, 2)).toMatchObject({ id: 'R3', status: 'sent' });
    expect(play.state?.pingPong).toEqual({
      since: '2026-02-04T08:00:00.000Z',
      settledAt: '2026-02-16T08:00:00.000Z',
    });
  });

  test('what was before the meeting counts no more: one decline after it is no second one', () => {
    const play = declinedTwice().do('sg-coo', meet('2026-02-16')).on('2026-02-16');
    play.do('sg-coo', { kind: 'holdMeeting' }).do('sg-sh', send('sg-iv')).on('2026-02-17');
    play.do('sg-iv', decline('R3', 'sg-rav'));
    expect(play.types().filter((type) => type === 'pingPongDetected')).toHaveLength(1);
    play.do('sg-sh', send('sg-rav')).do('sg-rav', decline('R4', 'sg-iv'));
    expect(play.types().filter((type) => type === 'pingPongDetected')).toHaveLength(2);
  });

  test('the coordinator gives the lead to somebody else', () => {
    const play = declinedTwice().do('sg-coo', { kind: 'assignLead', institutionId: 'sg-coo' });
    expect(lead(play)).toEqual({ institutionId: 'sg-coo', interim: false });
  });

  test('in a bilateral case the offices have to work together from then on', () => {
    const play = new Play(rulesToday()).registered('sg-sh');
    play.do(engine, { kind: 'recordVerdict', verdict: verdict('bilateral') });
    declinedTwice(play.do('sg-sh', { kind: 'confirmVerdict', referrals: [] }));
    expect(play.state?.status).toBe('admitted');
    expect(lead(play)).toEqual({ institutionId: 'sg-sh', interim: true });
    expect(due(play, 'T_RT')).toBe('2026-02-18');
  });
});

describe('what is no ping-pong', () => {
  const noPingPong = (play: Play) =>
    expect(play.types().filter((type) => type === 'pingPongDetected')).toEqual([]);

  test('the same office that declines twice, or another reason', () => {
    const twice = admitted().do('sg-sh', send('sg-iv')).do('sg-iv', decline('R1', 'sg-rav'));
    noPingPong(twice.do('sg-sh', send('sg-iv')).do('sg-iv', decline('R2', 'sg-rav')));
    const full = { ...decline('R2', 'sg-iv'), reason: 'criteria_not_met' } as AnyCommandBody;
    const other = admitted().do('sg-sh', send('sg-iv')).do('sg-iv', decline('R1', 'sg-rav'));
    noPingPong(other.do('sg-sh', send('sg-rav')).do('sg-rav', full));
  });

  test('a policy that knows none', () => {
    noPingPong(declinedTwice(admitted({ pingPong: undefined })));
  });
});

describe('a lead that wanders', () => {
  const toAndFro = (days: readonly string[]): Play => {
    const play = admitted().do('sg-sh', send('sg-iv')).do('sg-iv', accept());
    days.forEach((on, i) => {
      const institutionId = i % 2 === 0 ? 'sg-iv' : 'sg-sh';
      play.on(on).do('sg-coo', { kind: 'assignLead', institutionId });
    });
    return play;
  };

  test('three times within sixty days: the offices meet', () => {
    const play = toAndFro(['2026-02-05', '2026-03-02', '2026-04-02']);
    expect(play.events.find((one) => one.type === 'pingPongDetected')?.data).toEqual({
      between: ['sg-sh', 'sg-iv'],
    });
    expect(lead(play)).toEqual({ institutionId: 'sg-sh', interim: true });
  });

  test('three times within a longer time: that is life', () => {
    const play = toAndFro(['2026-02-05', '2026-03-02', '2026-04-09']);
    expect(play.types()).not.toContain('pingPongDetected');
  });
});

describe('a meeting', () => {
  test('that is put off is due on its new day', () => {
    const free = { meeting: { mandatory: false, noticeBD: 10, withPerson: true } };
    const play = admitted(free).do('sg-sh', meet('2026-02-20'));
    expect(due(play, 'T_RT')).toBe('2026-02-20');
    play.on('2026-02-10').do('sg-sh', meet('2026-03-04'));
    expect(due(play, 'T_RT')).toBe('2026-03-04');
  });

  test('that the rules want by a day is late when it is later', () => {
    const play = admitted().do('sg-sh', meet('2026-03-20'));
    expect(due(play, 'T_RT')).toBe('2026-03-02');
  });

  test('during the measures leaves them running, and is held once', () => {
    const play = admitted().do('sg-sh', {
      kind: 'agreePlan',
      goals: [{ goal: 'work', responsible: 'sg-sh', dueOn: '2026-06-01' }],
    });
    play.do('sg-sh', { kind: 'startMeasure' });
    expect(codeOf(play, 'sg-sh', { kind: 'holdMeeting' })).toBe('not_allowed_in_this_state');
    play.do('sg-sh', meet('2026-02-20')).on('2026-02-20').do('sg-sh', { kind: 'holdMeeting' });
    expect([play.state?.status, clock(play, 'T_PLAN')]).toEqual(['in_measures', undefined]);
    expect(codeOf(play, 'sg-sh', { kind: 'holdMeeting' })).toBe('not_allowed_in_this_state');
  });
});
