import { handoversOf } from '../../domain/case/handover';
import { handedOver } from '../../domain/consent/field-filter';
import type { AnyCommandBody, Consent, Dossier } from '../../schemas/index';
import { Play, engine, fullConsent, officer, rulesOf } from '../support/builders';

const terms = () => {
  const { policy } = rulesOf('sg');
  return rulesOf('sg', {
    terms: { ...policy.terms, T_MOVE: { BD: 10 } },
    ladders: { ...policy.ladders, T_MOVE: { L1: 0, L2: 5, L3: 10 } },
  });
};
const newCase = '00000000-0000-4000-8000-0000000000ff';
const handover: Consent = {
  status: 'given',
  recipients: ['coo'],
  fieldGroups: ['identity', 'skills'],
  handoverTo: 'zh',
};
const referred = (from = 'sg-sh'): Play =>
  new Play(terms())
    .admitted(from)
    .do(from, { kind: 'sendReferral', to: 'sg-iv', from, purpose: 'coaching' });
const leaving = (): Play => referred().do('sg-sh', { kind: 'moveCanton', to: 'zh' });
const codeOf = (play: Play, body: AnyCommandBody, by = 'sg-sh'): string | undefined =>
  play.try(officer(by), body)?.code;
const clock = (play: Play, key: string) => play.state?.deadlines.find((one) => one.key === key);
const since = (play: Play, before: number) => handoversOf(play.state!, play.events.slice(before));

describe('a person who moves to another canton', () => {
  test('is left in peace by the clocks here, and the lead owes the handover', () => {
    const play = leaving();
    expect(play.state).toMatchObject({ leavingTo: 'zh', status: 'admitted' });
    expect(clock(play, 'T_DEC:R1')?.stopped).toMatchObject({ remainingBD: 10 });
    expect(clock(play, 'T_MOVE')).toMatchObject({
      owedBy: 'sg-sh',
      dueAt: '2026-02-16T16:00:00.000Z',
    });
    play.until('2026-03-02');
    const fired = play.events.flatMap((event) =>
      event.type === 'deadlineReached' ? [`${event.data.key} ${event.data.level}`] : [],
    );
    expect(fired).toEqual(['T_MOVE L1', 'T_MOVE L2', 'T_MOVE L3']);
  });

  test('keeps the right to hear what was exchanged without consent', () => {
    const play = referred('sg-rav').do('sg-rav', { kind: 'moveCanton', to: 'zh' });
    expect(clock(play, 'T_INFORM:R1')?.stopped).toBeUndefined();
    expect(clock(play, 'T_DEC:R1')?.stopped).toBeDefined();
  });

  test('stays after all: the clocks go on with what was left', () => {
    const play = leaving().on('2026-03-10').do('sg-sh', { kind: 'moveCanton', to: 'sg' });
    expect(play.state?.leavingTo).toBeUndefined();
    expect(clock(play, 'T_MOVE')).toBeUndefined();
    expect(clock(play, 'T_DEC:R1')).toMatchObject({ dueAt: '2026-03-24T16:00:00.000Z' });
    expect(clock(play, 'T_DEC:R1')?.stopped).toBeUndefined();
  });

  test('stays after all: a clock that waited for information before goes on waiting', () => {
    const play = referred();
    play.do('sg-iv', { kind: 'requestInformation', referralId: 'R1', fields: ['permit'] });
    play
      .do('sg-sh', { kind: 'moveCanton', to: 'zh' })
      .do('sg-sh', { kind: 'moveCanton', to: 'sg' });
    expect(clock(play, 'T_DEC:R1')?.stopped).toBeDefined();
    expect(clock(play, 'T_INFO:R1')?.stopped).toBeUndefined();
  });

  test('moves once, and not to where the person lives already', () => {
    expect(codeOf(referred(), { kind: 'moveCanton', to: 'sg' })).toBe('not_allowed_in_this_state');
    expect(codeOf(leaving(), { kind: 'moveCanton', to: 'zh' })).toBe('not_allowed_in_this_state');
    expect(codeOf(referred(), { kind: 'moveCanton', to: 'zh' }, 'sg-iv')).toBe('not_permitted');
    expect(leaving().do('sg-coo', { kind: 'moveCanton', to: 'fr' }).state?.leavingTo).toBe('fr');
  });
});

describe('the case goes to the other canton', () => {
  test('only with a new consent that names it', () => {
    const play = leaving();
    for (const consent of [
      fullConsent,
      { ...handover, handoverTo: 'fr' as const },
      { ...handover, status: 'refused' as const },
    ]) {
      const before = play.events.length;
      play.do('sg-sh', { kind: 'recordConsent', consent });
      expect(since(play, before)).toEqual([]);
    }
    const before = play.events.length;
    play.do('sg-sh', { kind: 'recordConsent', consent: handover });
    expect(since(play, before)).toMatchObject([
      { kind: 'depart', to: 'zh', from: play.state!.id, consent: handover },
    ]);
  });

  test('not on the consent of somebody who stays', () => {
    const play = referred().do('sg-sh', { kind: 'recordConsent', consent: handover });
    expect(since(play, 0)).toEqual([]);
  });

  test.each([
    { ...handover, recipients: ['iv'] as const },
    { ...handover, fieldGroups: ['skills'] as const },
  ])('not without an office there that may know who comes', ({ recipients, fieldGroups }) => {
    const consent = { ...handover, recipients: [...recipients], fieldGroups: [...fieldGroups] };
    expect(leaving().try(officer('sg-sh'), { kind: 'recordConsent', consent })).toEqual({
      code: 'recipient_not_covered',
      details: { to: 'zh-coo' },
    });
  });

  test('with exactly what the consent names', () => {
    const dossier: Dossier = {
      person: {
        officialName: 'Beispielen',
        firstName: 'Ruth',
        birthDate: '1991',
        vn: '7560000001009',
      },
      facts: {
        language: { oral: 'A2', written: 'A1' },
        employability: { result: 'employable' },
        problemAreas: [{ area: 'addiction', grade: 'heavy' }],
        livelihood: { source: 'social_aid' },
        competenceUnclear: true,
      },
    };
    expect(handedOver(dossier, handover)).toEqual({
      person: { officialName: 'Beispielen', firstName: 'Ruth', birthDate: '1991' },
      facts: { language: dossier.facts.language, employability: dossier.facts.employability },
      fieldGroups: ['identity', 'skills'],
    });
  });

  test('and ends here when it has begun there', () => {
    const play = leaving();
    play.do('sg-iv', { kind: 'acceptReferral', referralId: 'R1', claimsLead: false });
    play.do(engine, { kind: 'linkCase', caseId: newCase, link: 'moved_to' });
    expect(play.state).toMatchObject({
      status: 'closed',
      outcome: 'moved_canton',
      links: [{ caseId: newCase, link: 'moved_to' }],
      referrals: [{ status: 'aborted', code: 'no_longer_needed' }],
      deadlines: [],
    });
  });

  test('while a person still has to be told something, the case here waits for that', () => {
    const play = referred('sg-rav').do('sg-rav', { kind: 'moveCanton', to: 'zh' });
    play.do(engine, { kind: 'linkCase', caseId: newCase, link: 'moved_to' });
    expect(play.state?.status).toBe('admitted');
    expect(clock(play, 'T_MOVE')).toBeDefined();
    const close = { kind: 'closeCase', outcome: 'moved_canton' } as const;
    play.do('sg-rav', { kind: 'informPerson', referralId: 'R1' });
    play.do('sg-rav', { kind: 'withdrawReferral', referralId: 'R1', reason: 'case_closed' });
    expect(codeOf(play, close, 'sg-rav')).toBeUndefined();
  });

  test('or, without consent, is closed by a person and nothing leaves', () => {
    const play = leaving();
    play.do('sg-sh', { kind: 'withdrawReferral', referralId: 'R1', reason: 'case_closed' });
    play.do('sg-sh', { kind: 'closeCase', outcome: 'moved_canton' });
    expect(play.state).toMatchObject({ status: 'closed', outcome: 'moved_canton' });
    expect(since(play, 0)).toEqual([]);
  });

  test('and knows there where it came from', () => {
    const play = new Play(rulesOf('zh')).do('zh-coo', {
      kind: 'registerCase',
      canton: 'zh',
      dossierRef: '00000000-0000-4000-8000-0000000000aa',
      movedFrom: newCase,
    });
    expect(play.state).toMatchObject({
      registeredBy: 'zh-coo',
      links: [{ caseId: newCase, link: 'moved_from' }],
    });
  });
});
