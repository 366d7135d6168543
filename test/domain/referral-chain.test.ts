import type { AnyCommandBody } from '../../schemas/index';
import { fullConsent } from '../support/builders';
import { R1, accept, admitted, clock, codeOf, decline, due, referral, send, sent, told } from './chain-fixtures'; // prettier-ignore

const forward = (to: string, referralId = 'R1'): AnyCommandBody => ({
  kind: 'forwardReferral',
  referralId,
  to,
});

describe('a recipient that passes a referral on', () => {
  test('keeps the sender, the purpose and the chain; the answer is owed by the new one', () => {
    const play = sent().on('2026-02-05');
    const before = play.events.length;
    play.do('sg-iv', forward('sg-rav'));
    expect(referral(play)).toMatchObject({ status: 'withdrawn', forwardedAs: 'R2' });
    expect(referral(play, 1)).toMatchObject({
      status: 'sent',
      from: 'sg-sh',
      to: 'sg-rav',
      purpose: 'coaching',
      forwardedFrom: 'R1',
    });
    expect(['T_DEC:R1', 'T_EXPIRY:R1', 'T_DEC:R2'].map((key) => due(play, key))).toEqual([
      undefined,
      undefined,
      '2026-02-19',
    ]);
    expect(told(play, before)).toEqual([
      'sg-rav referral.sent',
      'sg-sh referral.sent',
      'sg-sh referral.forwarded',
    ]);
  });

  test('is refused by the gate for the new recipient, and nothing changes', () => {
    const play = sent();
    const before = play.state;
    expect(codeOf(play, 'sg-iv', forward('sg-mig'))).toBe('legal_basis_missing');
    expect(codeOf(play, 'sg-iv', forward('sg-pro'))).toBe('recipient_not_covered');
    expect(play.state).toBe(before);
  });

  test('does not send it back to anybody who was asked in this chain', () => {
    const play = sent();
    expect(codeOf(play, 'sg-iv', forward('sg-iv'))).toBe('already_asked');
    expect(codeOf(play, 'sg-iv', forward('sg-sh'))).toBe('self_referral');
    play.do('sg-iv', forward('sg-rav'));
    expect(codeOf(play, 'sg-rav', forward('sg-iv', 'R2'))).toBe('already_asked');
  });

  test('has given its answer with that', () => {
    const play = sent().do('sg-iv', forward('sg-rav'));
    expect(codeOf(play, 'sg-iv', accept())).toBe('not_allowed_in_this_state');
    expect(codeOf(play, 'sg-sh', forward('sg-if'))).toBe('not_permitted');
  });
});

describe('a sender whose referral was declined', () => {
  const suggested = (play: ReturnType<typeof sent>) => referral(play)?.suggested;

  test('sees whom the decliner named first, then whom the canton asks for that reason', () => {
    expect(suggested(sent().do('sg-iv', decline('R1', 'sg-rav')))).toEqual(['sg-rav', 'sg-coo']);
    const language = { ...decline('R1', 'sg-rav'), reason: 'language_too_low' } as AnyCommandBody;
    expect(suggested(sent().do('sg-iv', language))).toEqual(['sg-rav', 'sg-if']);
  });

  test('sees the office that knows the person before another of its kind', () => {
    const play = admitted().do('sg-sh', send('sg-if-wil')).do('sg-sh', send('sg-iv'));
    const body = { ...decline('R2', 'sg-rav'), reason: 'language_too_low' } as AnyCommandBody;
    play.do('sg-iv', body);
    expect(referral(play, 1)?.suggested).toEqual(['sg-rav', 'sg-if-wil']);
  });

  test('is suggested nobody by a policy that names nobody', () => {
    const play = sent({ nextPartners: undefined }).do('sg-iv', decline('R1', 'sg-rav'));
    expect([suggested(play), play.types().includes('nextPartnerSuggested')]).toEqual([
      undefined,
      false,
    ]);
  });
});

describe('a recipient without room before a day', () => {
  const full = { ...decline('R1', 'sg-rav'), reason: 'no_capacity_now', until: '2026-04-01' };

  test('is left in peace until then, and is asked again on that day', () => {
    const play = sent().do('sg-iv', full as AnyCommandBody);
    expect(play.nextDue()).toMatchObject({ key: 'T_RT' });
    play.do('sg-sh', { kind: 'scheduleMeeting', meetingOn: '2026-02-25', minutes: 60, invite: [] });
    play.on('2026-02-25').do('sg-sh', { kind: 'holdMeeting' });
    const before = play.events.length;
    play.until('2026-04-01', '16:59');
    expect(told(play, before).filter((one) => one.startsWith('sg-iv'))).toEqual([]);
    const asked = play.events.length;
    play.until('2026-04-01');
    expect(told(play, asked)).toContain('sg-iv deadline.reached');
    expect(referral(play)?.status).toBe('waiting_for_capacity');
    expect([due(play, 'T_DEC:R1'), play.state?.silences]).toEqual(['2026-04-17', []]);
  });

  test('accepts at any time in between', () => {
    const play = sent().do('sg-iv', full as AnyCommandBody);
    play.on('2026-02-10').do('sg-iv', accept());
    expect([referral(play)?.status, clock(play, 'T_EXPIRY:R1')]).toEqual(['accepted', undefined]);
  });

  test('lets it expire only when it stays silent after that day', () => {
    const play = sent().do('sg-iv', full as AnyCommandBody);
    expect(due(play, 'T_EXPIRY:R1')).toBe('2026-06-30');
  });
});

describe('a referral that a withdrawn consent stopped', () => {
  const stopped = () => sent().do('sg-sh', { kind: 'withdrawConsent' });
  const resume = { kind: 'resumeReferral', ...R1 } as const;

  test('goes on after a new consent that covers it, with days left to answer', () => {
    const play = stopped().on('2026-02-13');
    play.do('sg-sh', { kind: 'recordConsent', consent: fullConsent });
    const before = play.events.length;
    play.do('sg-sh', resume);
    expect(referral(play)).not.toHaveProperty('suspended');
    // One business day was left; nobody has less than three after a stop.
    expect(due(play, 'T_DEC:R1')).toBe('2026-02-18');
    expect(told(play, before)).toEqual(['sg-iv referral.resumed']);
  });

  test('keeps its day when enough of them are left', () => {
    const play = stopped().on('2026-02-04');
    play.do('sg-sh', { kind: 'recordConsent', consent: fullConsent }).do('sg-sh', resume);
    expect(due(play, 'T_DEC:R1')).toBe('2026-02-16');
  });

  test('stays stopped without a consent, or with one that names others', () => {
    const play = stopped();
    expect(codeOf(play, 'sg-sh', resume)).toBe('consent_withdrawn');
    const narrow = { ...fullConsent, recipients: ['rav' as const] };
    play.do('sg-sh', { kind: 'recordConsent', consent: narrow });
    expect(codeOf(play, 'sg-sh', resume)).toBe('recipient_not_covered');
    expect(referral(play)?.suspended).toBe(true);
  });

  test('one that was never stopped is not resumed', () => {
    expect(codeOf(sent(), 'sg-sh', resume)).toBe('not_allowed_in_this_state');
  });
});
