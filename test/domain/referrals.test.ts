import { localDate } from '../../domain/deadlines/dates';
import type { AnyCommandBody } from '../../schemas/index';
import { Play, officer, rulesOf } from '../support/builders';

const R1 = { referralId: 'R1' } as const;
const accept = { kind: 'acceptReferral', claimsLead: false } as const;
const send = (to: string): AnyCommandBody => ({ kind: 'sendReferral', to, purpose: 'coaching' });
/** Social aid of St. Gallen has sent one referral to the disability insurance. */
const sent = (): Play => new Play(rulesOf('sg')).admitted('sg-sh').do('sg-sh', send('sg-iv'));
const codeOf = (play: Play, by: string, body: AnyCommandBody): string | undefined =>
  play.try(officer(by), body)?.code;
const clock = (play: Play, key: string) =>
  play.state?.deadlines.find((deadline) => deadline.key === key);
const due = (play: Play, key: string): string | undefined => {
  const found = clock(play, key);
  return found && localDate(found.dueAt);
};
const statusOf = (play: Play, i = 0) => play.state?.referrals[i]?.status;

describe('no referral is declined into the void', () => {
  const decline = { kind: 'declineReferral', ...R1, reason: 'not_competent' } as const;

  test('whoever declines names somebody else who should act', () => {
    const play = sent();
    expect(codeOf(play, 'sg-iv', { ...decline, nextOwner: 'sg-iv' })).toBe(
      'next_owner_is_decliner',
    );
    play.do('sg-iv', { ...decline, nextOwner: 'sg-rav' });
    expect(play.state?.referrals[0]).toMatchObject({
      status: 'declined',
      code: 'not_competent',
      nextOwner: 'sg-rav',
    });
  });

  test('the reason is one that the canton uses, where it named those', () => {
    const rules = rulesOf('sg', { declineReasons: ['criteria_not_met', 'not_competent'] });
    const play = new Play(rules).admitted('sg-sh').do('sg-sh', send('sg-iv'));
    const named = { ...decline, nextOwner: 'sg-rav' } as const;
    expect(play.try(officer('sg-iv'), { ...named, reason: 'duplicate' })).toEqual({
      code: 'reason_not_in_use',
      details: { reason: 'duplicate', inUse: ['criteria_not_met', 'not_competent'] },
    });
    expect(codeOf(play, 'sg-iv', named)).toBeUndefined();
    expect(codeOf(sent(), 'sg-iv', { ...named, reason: 'duplicate' })).toBeUndefined();
  });

  test('the sender then owes the next step, until it sends again', () => {
    const play = sent().do('sg-iv', { ...decline, nextOwner: 'sg-rav' });
    expect(clock(play, 'T_DEC:R1')).toBeUndefined();
    expect(clock(play, 'T_NEXT')).toMatchObject({ owedBy: 'sg-sh' });
    play.do('sg-sh', send('sg-rav'));
    expect(clock(play, 'T_NEXT')).toBeUndefined();
    expect(due(play, 'T_DEC:R2')).toBe('2026-02-16');
  });

  test('"no room now" needs a date, keeps the referral open, and waits for that day', () => {
    const play = sent();
    const full = { ...decline, reason: 'no_capacity_now', nextOwner: 'sg-rav' } as const;
    expect(codeOf(play, 'sg-iv', full)).toBe('capacity_date_missing');
    expect(codeOf(play, 'sg-iv', { ...full, until: '2026-01-30' })).toBe('date_in_the_past');
    expect(codeOf(play, 'sg-iv', { ...full, until: '2040-01-30' })).toBe('date_too_far');
    play.do('sg-iv', { ...full, until: '2026-04-03' });
    expect([statusOf(play), due(play, 'T_DEC:R1')]).toEqual(['waiting_for_capacity', '2026-04-07']);
    expect(codeOf(play, 'sg-coo', { kind: 'closeCase', outcome: 'dropout' })).toBe(
      'referrals_still_open',
    );
    play.until('2026-04-01').do('sg-iv', { ...accept, ...R1 });
    expect(statusOf(play)).toBe('accepted');
  });

  test('only the recipient answers', () => {
    const play = sent();
    for (const by of ['sg-sh', 'sg-coo'])
      expect(codeOf(play, by, { ...accept, ...R1 })).toBe('not_permitted');
    expect(codeOf(play, 'sg-rav', { ...accept, ...R1 })).toBe('not_found');
    expect(codeOf(play, 'sg-iv', { ...accept, referralId: 'R9' })).toBe('unknown_referral');
  });
});

describe('a recipient that needs to know more', () => {
  test('its clock stands still and the sender’s runs, until the sender answers', () => {
    const play = sent().until('2026-02-11', '09:00');
    play.do('sg-iv', { kind: 'requestInformation', ...R1, fields: ['permit'] });
    expect(clock(play, 'T_DEC:R1')?.stopped).toMatchObject({ remainingBD: 3 });
    expect(clock(play, 'T_INFO:R1')).toMatchObject({ owedBy: 'sg-sh', referralId: 'R1' });
    expect(play.nextDue()).toMatchObject({ key: 'T_INFO:R1', owedBy: 'sg-sh' });
    play.until('2026-02-16', '09:00').do('sg-sh', { kind: 'answerInformation', ...R1 });
    expect(clock(play, 'T_INFO:R1')).toBeUndefined();
    expect([statusOf(play), due(play, 'T_DEC:R1')]).toEqual(['acknowledged', '2026-02-19']);
  });

  test('may still decide without waiting: then nobody owes anything', () => {
    const play = sent().do('sg-iv', { kind: 'requestInformation', ...R1, fields: ['permit'] });
    play.do('sg-iv', { ...accept, ...R1 });
    expect(['T_INFO:R1', 'T_DEC:R1'].map((key) => clock(play, key))).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('"received" stops nothing', () => {
    const play = sent().do('sg-iv', { kind: 'acknowledgeReferral', ...R1 });
    expect(clock(play, 'T_DEC:R1')?.stopped).toBeUndefined();
    expect(codeOf(play, 'sg-iv', { kind: 'acknowledgeReferral', ...R1 })).toBe(
      'not_allowed_in_this_state',
    );
  });
});

describe('SC05, two claims to the lead', () => {
  const play = sent().do('sg-sh', send('sg-bslb'));
  const lead = () => (play.state && 'lead' in play.state ? play.state.lead : undefined);

  test('the registering office leads in the meantime; the first claim replaces it', () => {
    expect(lead()).toEqual({ institutionId: 'sg-sh', interim: true });
    play.do('sg-bslb', { ...accept, referralId: 'R2', claimsLead: true });
    expect(lead()).toEqual({ institutionId: 'sg-bslb', interim: false });
    expect(clock(play, 'T_RT')).toMatchObject({ owedBy: 'sg-bslb' });
  });

  test('the second claim is a conflict and changes no lead', () => {
    play.do('sg-iv', { ...accept, ...R1, claimsLead: true });
    expect(lead()).toEqual({ institutionId: 'sg-bslb', interim: false });
    expect(play.state?.leadConflict).toBe('sg-iv');
  });

  test('the coordinator may decide for the one who leads already', () => {
    play.do('sg-coo', { kind: 'assignLead', institutionId: 'sg-bslb' });
    expect(play.state).not.toHaveProperty('leadConflict');
    expect(codeOf(play, 'sg-coo', { kind: 'assignLead', institutionId: 'sg-bslb' })).toBe(
      'not_allowed_in_this_state',
    );
  });

  test('an institution that was never sent anything can not lead: it would read everything', () => {
    for (const institutionId of ['sg-mig', 'zh-sh', 'sg-rav'])
      expect(codeOf(play, 'sg-coo', { kind: 'assignLead', institutionId })).toBe(
        'legal_basis_missing',
      );
  });
});

describe('SC06, consent withdrawn', () => {
  test('what rests on consent is suspended, what rests on law goes on', () => {
    const byLaw = { ...send('sg-rav'), from: 'sg-iv' } as AnyCommandBody;
    const play = sent().do('sg-coo', byLaw);
    play.do('sg-sh', { kind: 'withdrawConsent' });
    expect(play.state?.referrals.map(({ suspended }) => suspended)).toEqual([true, undefined]);
    expect(play.state).toMatchObject({ consentSuspended: true });
  });

  test('a recipient whose consent is gone claims no lead, yet may answer', () => {
    const play = sent().do('sg-sh', { kind: 'withdrawConsent' });
    expect(codeOf(play, 'sg-iv', { ...accept, ...R1, claimsLead: true })).toBe('consent_withdrawn');
    play.do('sg-iv', { ...accept, ...R1 });
    expect(statusOf(play)).toBe('accepted');
  });
});

describe('an accepted referral', () => {
  test('is reviewed on the day the recipient names, and reported on', () => {
    const play = sent().do('sg-iv', { ...accept, ...R1, reviewOn: '2026-03-02' });
    play.do('sg-iv', { kind: 'startReferral', ...R1 }).until('2026-03-02');
    expect(clock(play, 'T_REPORT:R1')).toMatchObject({ owedBy: 'sg-iv' });
    play.do('sg-iv', { kind: 'reportProgress', ...R1 });
    expect([statusOf(play), due(play, 'T_REVIEW:R1')]).toEqual(['reported', '2026-06-02']);
    play.do('sg-iv', { kind: 'completeReferral', ...R1, result: 'no_measure_needed' });
    expect(statusOf(play)).toBe('done');
    expect(codeOf(play, 'sg-iv', { kind: 'reportProgress', ...R1 })).toBe(
      'not_allowed_in_this_state',
    );
  });

  test('nobody refers to itself', () => {
    expect(codeOf(sent(), 'sg-sh', send('sg-sh'))).toBe('self_referral');
  });
});
