import { accept, admitted, clock, codeOf, decline, referral, send, told } from './chain-fixtures';

const need = { need: 'course' };
const twoAsked = () =>
  admitted().do('sg-sh', send('sg-iv', need)).do('sg-sh', send('sg-rav', need)).do('sg-sh', send('sg-if')); // prettier-ignore

describe('several offices asked for the same need', () => {
  test('the first to accept has it; the others are told and owe nothing any more', () => {
    const play = twoAsked();
    const before = play.events.length;
    play.do('sg-rav', accept('R2'));
    expect(play.state?.referrals.map(({ status, code }) => [status, code])).toEqual([
      ['withdrawn', 'answered_by_other'],
      ['accepted', undefined],
      ['sent', undefined],
    ]);
    expect(['T_DEC:R1', 'T_EXPIRY:R1'].map((key) => clock(play, key))).toEqual([
      undefined,
      undefined,
    ]);
    expect(told(play, before)).toEqual([
      'sg-sh referral.accepted',
      'sg-iv referral.withdrawn',
      'sg-sh referral.withdrawn',
    ]);
  });

  test('the second to accept is told that it is too late', () => {
    const play = twoAsked().do('sg-iv', accept());
    expect(codeOf(play, 'sg-rav', accept('R2'))).toBe('not_allowed_in_this_state');
    expect(referral(play, 1)?.status).toBe('withdrawn');
  });

  test('a decline leaves the others as they are', () => {
    const play = twoAsked().do('sg-iv', decline('R1', 'sg-rav'));
    expect(play.state?.referrals.map(({ status }) => status)).toEqual(['declined', 'sent', 'sent']);
  });

  test('one that was passed on is still asked for the same need', () => {
    const play = twoAsked().do('sg-iv', { kind: 'forwardReferral', referralId: 'R1', to: 'sg-bslb' }); // prettier-ignore
    play.do('sg-rav', accept('R2'));
    expect(referral(play, 3)).toMatchObject({ need: 'course', status: 'withdrawn' });
  });
});
