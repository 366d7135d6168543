import { noticesOf } from '../../domain/case/react';
import { lawfulFlows } from '../../domain/case/withdrawal';
import { visibleDossier } from '../../domain/consent/field-filter';
import type { AnyCommandBody, Dossier } from '../../schemas/index';
import { Play, fullConsent, officer, rulesOf } from '../support/builders';

const rules = () => {
  const { policy } = rulesOf('sg');
  return rulesOf('sg', {
    terms: { ...policy.terms, T_RECALL: { BD: 1 }, T_LETTER: { BD: 2 } },
    ladders: { ...policy.ladders, T_RECALL: { L1: 0, L2: 1 }, T_LETTER: { L1: 0, L2: 5 } },
  });
};
const send = (to: string, from = 'sg-rav'): AnyCommandBody => ({
  kind: 'sendReferral',
  to,
  from,
  purpose: 'coaching',
  reciprocity: true,
});
const codeOf = (play: Play, body: AnyCommandBody, by = 'sg-rav'): string | undefined =>
  play.try(officer(by), body)?.code;
const clock = (play: Play, key: string) => play.state?.deadlines.find((one) => one.key === key);

/** R1 RAV→IV by law, R2 RAV→SH and R3 SH→BSLB by consent; R2 is accepted. */
const shared = (given = rules()): Play =>
  new Play(given)
    .admitted('sg-rav')
    .do('sg-rav', send('sg-iv'))
    .do('sg-rav', send('sg-sh'))
    .do('sg-sh', { kind: 'acceptReferral', referralId: 'R2', claimsLead: false })
    .do('sg-coo', send('sg-bslb', 'sg-sh'));
const withdrawn = (by = 'sg-sh', given = rules()): Play =>
  shared(given).do(by, { kind: 'withdrawConsent' });

const dossier: Dossier = {
  person: { officialName: 'Dummyar', firstName: 'Farid', birthDate: '1980-09-30' },
  facts: { language: { oral: 'B1' } },
};

describe('a person who withdraws the consent', () => {
  test('may say so to any office that has a part in the case, without a form or a reason', () => {
    for (const by of ['sg-rav', 'sg-sh', 'sg-iv', 'sg-bslb', 'sg-coo'])
      expect(codeOf(shared(), { kind: 'withdrawConsent' }, by)).toBeUndefined();
    expect(codeOf(shared(), { kind: 'withdrawConsent' }, 'sg-if')).toBe('not_found');
  });

  test('stops in the same step what rests on it, and nothing that the law provides for', () => {
    const play = withdrawn();
    expect(play.state?.consentSuspended).toBe(true);
    expect(play.state?.referrals.map(({ suspended = false }) => suspended)).toEqual([
      false,
      true,
      true,
    ]);
    expect(codeOf(play, send('sg-if', 'sg-rav'))).toBe('consent_withdrawn');
  });

  test('is not read by anybody whose right to read came from the consent', () => {
    const seenBy = (play: Play, by: string) =>
      visibleDossier(dossier, play.state!, { actor: officer(by), now: play.now });
    expect(seenBy(shared(), 'sg-bslb').person).toMatchObject({ birthDate: '1980' });
    for (const by of ['sg-sh', 'sg-bslb'])
      expect(seenBy(withdrawn(), by)).toEqual({
        person: {},
        facts: {},
        fieldGroups: [],
        reason: 'consent_withdrawn',
      });
    expect(seenBy(withdrawn(), 'sg-iv').person).toMatchObject({ birthDate: '1980' });
  });

  test('keeps nobody waiting for an answer that may not be given any more', () => {
    const stopped = (play: Play, key: string) => clock(play, key)?.stopped;
    expect(stopped(withdrawn(), 'T_DEC:R3')).toMatchObject({ remainingBD: 10 });
    expect(stopped(withdrawn(), 'T_DEC:R1')).toBeUndefined();
    const again = withdrawn().do('sg-rav', { kind: 'recordConsent', consent: fullConsent });
    again.do('sg-coo', { kind: 'resumeReferral', referralId: 'R3' });
    expect(clock(again, 'T_DEC:R3')).toMatchObject({ owedBy: 'sg-bslb' });
    expect(stopped(again, 'T_DEC:R3')).toBeUndefined();
  });

  test('has what was sent called back from those who have it', () => {
    const play = shared();
    const before = play.events.length;
    play.do('sg-sh', { kind: 'withdrawConsent' });
    const told = noticesOf(play.state!, play.events.slice(before)).map(
      ({ to, type, referralId = '' }) =>
        `${to} ${type.slice('ch.relais.'.length, -3)} ${referralId}`,
    );
    // Whoever recorded it knows already.
    expect(told).toEqual([
      'sg-rav case.consent_withdrawn ',
      'sg-iv case.consent_withdrawn ',
      'sg-bslb case.consent_withdrawn ',
      'sg-bslb referral.recalled R3',
    ]);
  });

  test('has the recipients told within one business day and gets a letter within two', () => {
    const play = withdrawn();
    expect(clock(play, 'T_RECALL')).toMatchObject({
      owedBy: 'sg-sh',
      dueAt: '2026-02-03T16:00:00.000Z',
    });
    expect(clock(play, 'T_LETTER')).toMatchObject({
      owedBy: 'sg-rav',
      dueAt: '2026-02-04T16:00:00.000Z',
    });
    play.do('sg-sh', { kind: 'informRecipients' }).do('sg-rav', { kind: 'sendLetter' });
    expect(clock(play, 'T_RECALL') ?? clock(play, 'T_LETTER')).toBeUndefined();
    expect(codeOf(play, { kind: 'informRecipients' })).toBe('not_allowed_in_this_state');
    expect(codeOf(play, { kind: 'sendLetter' })).toBe('not_allowed_in_this_state');
  });

  test('is not forgotten: both tasks climb the ladder', () => {
    const play = withdrawn().until('2026-02-05');
    const fired = play.events.flatMap((event) =>
      event.type === 'deadlineReached' ? [`${event.data.key} ${event.data.level}`] : [],
    );
    expect(fired).toEqual(['T_RECALL L1', 'T_LETTER L1', 'T_RECALL L2']);
  });

  test('says it twice: the clocks are those of the first time', () => {
    const play = withdrawn().on('2026-02-03').do('sg-iv', { kind: 'withdrawConsent' });
    expect(clock(play, 'T_RECALL')).toMatchObject({
      owedBy: 'sg-sh',
      startedAt: '2026-02-02T08:00:00.000Z',
    });
  });

  test('whose consent carried nothing: only the letter is owed', () => {
    const play = new Play(rules()).admitted('sg-rav').do('sg-rav', { kind: 'withdrawConsent' });
    expect(clock(play, 'T_RECALL')).toBeUndefined();
    expect(clock(play, 'T_LETTER')).toBeDefined();
  });

  test('under a policy of an earlier release: no clock that it does not know', () => {
    const play = withdrawn('sg-sh', rulesOf('sg'));
    expect(clock(play, 'T_RECALL') ?? clock(play, 'T_LETTER')).toBeUndefined();
    expect(play.state?.consentSuspended).toBe(true);
  });

  test('hears what goes on by law between the offices of the case', () => {
    const flows = lawfulFlows(withdrawn().state!);
    expect(flows).toEqual([
      { from: 'sg-rav', to: 'sg-iv', basis: 'AVG35a-1bis' },
      { from: 'sg-iv', to: 'sg-rav', basis: 'IVG68bis-2' },
    ]);
    const duty = new Play(rules())
      .do('sg-sh', {
        kind: 'registerCase',
        canton: 'sg',
        dossierRef: '00000000-0000-4000-8000-0000000000aa',
        employable: true,
        protectedPermit: true,
      })
      .do('sg-sh', { kind: 'recordConsent', consent: fullConsent });
    expect(lawfulFlows({ ...duty.state!, invited: ['sg-rav'] })).toContainEqual({
      from: 'sg-sh',
      to: 'sg-rav',
      basis: 'AIG53-5',
    });
  });
});

describe('the case after the withdrawal', () => {
  const ready = (): Play =>
    withdrawn()
      .do('sg-rav', { kind: 'withdrawReferral', referralId: 'R1', reason: 'case_closed' })
      .do('sg-rav', { kind: 'informPerson', referralId: 'R1' });

  test('is closed only when the person has the letter', () => {
    const close = { kind: 'closeCase', outcome: 'consent_withdrawn' } as const;
    const play = ready();
    expect(codeOf(play, close)).toBe('person_not_informed');
    play.do('sg-rav', { kind: 'sendLetter' });
    expect(codeOf(play, close)).toBeUndefined();
  });

  test('closed for the withdrawal, what rested on the consent is broken off', () => {
    const play = ready().do('sg-rav', { kind: 'sendLetter' });
    play.do('sg-rav', { kind: 'closeCase', outcome: 'consent_withdrawn' });
    expect(play.state?.referrals).toMatchObject([
      { status: 'withdrawn' },
      { status: 'aborted', code: 'consent_withdrawn' },
      { status: 'withdrawn', code: 'case_closed' },
    ]);
  });

  test('closed for another reason, an unanswered referral still holds it', () => {
    const play = ready().do('sg-rav', { kind: 'sendLetter' });
    expect(codeOf(play, { kind: 'closeCase', outcome: 'dropout' })).toBe('referrals_still_open');
  });

  test('a new consent lets the offices send again', () => {
    const play = withdrawn().do('sg-rav', { kind: 'recordConsent', consent: fullConsent });
    expect(play.state?.consentSuspended).toBe(false);
    expect(codeOf(play, send('sg-if', 'sg-rav'))).toBeUndefined();
  });
});
