import { viewOf } from '../../domain/view';
import { partiesOf } from '../../domain/case/state';
import type { AnyCommandBody } from '../../schemas/index';
import { officer } from '../support/builders';
import { R1, admitted, clock, codeOf, due, referral, send, told } from './chain-fixtures';

const draft = (to: string): AnyCommandBody => ({ kind: 'draftReferral', to, purpose: 'coaching' });
const drafted = () => admitted().do('sg-sh', draft('sg-iv'));

describe('an office that prepares a referral', () => {
  test('keeps it without any basis, and nobody is told', () => {
    const play = admitted();
    const before = play.events.length;
    play.do('sg-sh', draft('sg-mig'));
    expect(referral(play)).toEqual({
      id: 'R1',
      status: 'draft',
      from: 'sg-sh',
      to: 'sg-mig',
      purpose: 'coaching',
    });
    expect(told(play, before)).toEqual([]);
    expect(play.state && partiesOf(play.state)).toEqual(['sg-sh']);
    expect(codeOf(play, 'sg-sh', draft('sg-sh'))).toBe('self_referral');
  });

  test('owes nothing for it: the case is watched as before', () => {
    const play = admitted({ meeting: { mandatory: false, noticeBD: 10, withPerson: true } });
    const watched = due(play, 'T_ORPHAN');
    play.on('2026-02-20').do('sg-sh', draft('sg-iv'));
    expect(play.nextDue()).toMatchObject({ key: 'T_ORPHAN', owedBy: 'sg-sh' });
    expect(watched).toBe('2026-03-04');
    expect(clock(play, 'T_DEC:R1')).toBeUndefined();
  });

  test('is seen by the sender, the lead and the coordinator, and by no other party', () => {
    const play = admitted().do('sg-sh', send('sg-iv')).do('sg-sh', draft('sg-rav'));
    const seenBy = (id: string) =>
      viewOf(play.state!, officer(id)).referrals.map((one) => one.id).join(' '); // prettier-ignore
    expect(['sg-sh', 'sg-coo', 'sg-iv'].map(seenBy)).toEqual(['R1 R2', 'R1 R2', 'R1']);
    expect(codeOf(play, 'sg-rav', { kind: 'acceptReferral', claimsLead: false, referralId: 'R2' })).toBe('not_found'); // prettier-ignore
  });

  test('sends it through the same gate as any other', () => {
    const play = drafted().on('2026-02-04');
    const before = play.events.length;
    play.do('sg-sh', { kind: 'submitReferral', ...R1 });
    expect(referral(play)).toMatchObject({ id: 'R1', status: 'sent', grant: { basis: 'consent' } });
    expect([due(play, 'T_DEC:R1'), told(play, before)]).toEqual([
      '2026-02-18',
      ['sg-iv referral.sent'],
    ]);
    expect(codeOf(play, 'sg-sh', { kind: 'submitReferral', ...R1 })).toBe(
      'not_allowed_in_this_state',
    );
  });

  test('is refused at the gate when the consent is gone, and keeps the draft', () => {
    const play = drafted().do('sg-sh', { kind: 'withdrawConsent' });
    expect(codeOf(play, 'sg-sh', { kind: 'submitReferral', ...R1 })).toBe('consent_withdrawn');
    expect(referral(play)?.status).toBe('draft');
    expect(referral(play)?.suspended).toBeUndefined();
  });

  test('gives it up without a word to anybody', () => {
    const play = drafted();
    const before = play.events.length;
    play.do('sg-sh', { kind: 'discardReferral', ...R1 });
    expect([referral(play)?.status, told(play, before)]).toEqual(['withdrawn', []]);
    // The number is used up: what happened to R1 stays what happened to R1.
    play.do('sg-sh', send('sg-iv'));
    expect(referral(play, 1)).toMatchObject({ id: 'R2', status: 'sent' });
  });

  test('leaves nothing behind when the case is closed', () => {
    const play = drafted().do('sg-sh', { kind: 'closeCase', outcome: 'dropout' });
    expect([play.state?.status, referral(play)?.status]).toEqual(['closed', 'withdrawn']);
  });

  test('that referred once but has no part any more can not send what it kept', () => {
    const play = admitted().do('sg-sh', send('sg-rav'));
    play.do('sg-rav', { kind: 'acceptReferral', ...R1, claimsLead: true });
    play.do('sg-rav', draft('sg-iv')).do('sg-coo', { kind: 'assignLead', institutionId: 'sg-sh' });
    expect(codeOf(play, 'sg-rav', { kind: 'submitReferral', referralId: 'R2' })).toBe(
      'not_permitted',
    );
    play.do('sg-sh', { kind: 'discardReferral', referralId: 'R2' });
    expect(referral(play, 1)?.status).toBe('withdrawn');
  });
});
