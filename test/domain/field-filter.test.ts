import { visibleDossier } from '../../domain/consent/field-filter';
import type { Actor, AnyCommandBody, Consent, Dossier } from '../../schemas/index';
import { Dossier as DossierShape } from '../../schemas/index';
import { Play, fullConsent, officer, rulesOf } from '../support/builders';

const dossier: Dossier = DossierShape.parse({
  person: {
    officialName: 'Testova',
    firstName: 'Amara',
    birthDate: '1991-05-12',
    vn: '756.9217.0769.85',
    language: 'de',
  },
  facts: {
    residence: { canton: 'sg', bfsNr: 3203 },
    permit: { category: 'B', ech0006: '0201', validTo: '2027-01-31' },
    refugeeFlag: false,
    registrations: [{ institution: 'sh', state: 'active', since: '2024-05-01' }],
    problemAreas: [{ area: 'health', grade: 'heavy' }, { area: 'addiction' }, { area: 'violence' }],
    workCapacity: { percent: 67, issuer: 'physician', on: '2026-01-10' },
    language: { oral: 'B1', written: 'A2', tongue: 'it' },
    livelihood: { source: 'social_aid' },
    drawsBenefits: true,
    goal: 'sustainable_integration_primary_market',
    acuteState: 'detox',
    powerOfAttorney: { signed: true },
    consent: fullConsent,
  },
});
const everything = { person: dossier.person, facts: dossier.facts };

const sentTo = (to: string, part: Partial<Consent> = {}): Play => {
  const recipients: Consent['recipients'] = [...fullConsent.recipients, 'pro', 'coo'];
  const consent = { ...fullConsent, recipients, ...part };
  const play = new Play(rulesOf('sg')).admitted('sg-sh');
  play.do('sg-sh', { kind: 'recordConsent', consent });
  return play.do('sg-sh', { kind: 'sendReferral', to, purpose: 'coaching' });
};
const R1 = { referralId: 'R1' } as const;
/** The same, taken over by its recipient. */
const takenBy = (to: string, part: Partial<Consent> = {}): Play =>
  sentTo(to, part).do(to, { kind: 'acceptReferral', ...R1, claimsLead: false });
const seenBy = (play: Play, by: string | Actor) => {
  const actor = typeof by === 'string' ? officer(by) : by;
  return visibleDossier(dossier, play.state!, { actor, now: play.now });
};
const nothing = (reason: string) => ({ person: {}, facts: {}, fieldGroups: [], reason });

describe('those who run the case see all of it', () => {
  test.each(['sg-sh', 'sg-coo'])('%s, registering or coordinating', (by) => {
    expect(seenBy(sentTo('sg-bslb'), by)).toMatchObject(everything);
  });

  test('a recipient that became the lead', () => {
    const play = sentTo('sg-bslb');
    play.do('sg-bslb', { kind: 'acceptReferral', ...R1, claimsLead: true });
    expect(seenBy(play, 'sg-bslb')).toMatchObject(everything);
  });
});

describe('a recipient sees what its kind needs', () => {
  test('the disability insurance almost everything, and only the source of the livelihood', () => {
    const { person, facts, fieldGroups } = seenBy(takenBy('sg-iv'), 'sg-iv');
    expect(person).toEqual(dossier.person);
    expect(facts).toMatchObject({
      problemAreas: dossier.facts.problemAreas,
      workCapacity: dossier.facts.workCapacity,
      livelihood: { source: 'social_aid' },
    });
    expect(Object.keys(facts)).not.toEqual(
      expect.arrayContaining(['drawsBenefits', 'powerOfAttorney', 'consent']),
    );
    expect(fieldGroups).toContain('livelihood');
  });

  test('vocational guidance coarse values: no number, no grade, no addiction, tens of percent', () => {
    const { person, facts, fieldGroups } = seenBy(takenBy('sg-bslb'), 'sg-bslb');
    expect(Object.keys(person)).toEqual(['officialName', 'firstName', 'birthDate', 'language']);
    expect(facts).toEqual({
      residence: dossier.facts.residence,
      permit: { category: 'B' },
      registrations: [{ institution: 'sh' }],
      problemAreas: [{ area: 'health' }],
      workCapacity: { percent: 70 },
      language: dossier.facts.language,
      goal: dossier.facts.goal,
    });
    expect(fieldGroups).not.toContain('vn');
  });

  test('a provider no problem area, no registration, no livelihood at all', () => {
    const { facts } = seenBy(sentTo('sg-pro-werkstatt'), 'sg-pro-werkstatt');
    expect(Object.keys(facts).toSorted()).toEqual([
      'goal',
      'language',
      'permit',
      'residence',
      'workCapacity',
    ]);
    expect(facts['language']).toEqual({ oral: 'B1' });
  });

  test('and no group that the consent leaves out, then or since', () => {
    const play = sentTo('sg-iv', { fieldGroups: ['identity', 'capacity'] });
    expect(seenBy(play, 'sg-iv').fieldGroups).toEqual(['identity', 'capacity']);
    const consent: Consent = { ...fullConsent, fieldGroups: ['identity'] };
    play.do('sg-sh', { kind: 'recordConsent', consent });
    expect(seenBy(play, 'sg-iv').fieldGroups).toEqual(['identity']);
  });
});

describe('a recipient that has not accepted yet', () => {
  const known = { birthDate: '1991', language: 'de' };

  test('sees the whole situation, and of the person only what deciding needs', () => {
    const [before, after] = [sentTo('sg-iv'), takenBy('sg-iv')].map((play) =>
      seenBy(play, 'sg-iv'),
    );
    expect(before?.person).toEqual(known);
    expect(before?.facts).toEqual(after?.facts);
    expect(after?.person).toEqual(dossier.person);
  });

  test.each<[string, AnyCommandBody]>([
    ['says that it arrived', { kind: 'acknowledgeReferral', ...R1 }],
    ['asks for what is missing', { kind: 'requestInformation', ...R1, fields: ['workCapacity'] }],
  ])('sees no more when it %s', (_, body) => {
    expect(seenBy(sentTo('sg-iv').do('sg-iv', body), 'sg-iv').person).toEqual(known);
  });

  test('sees at once who it is when there is a risk of today', () => {
    const play = sentTo('sg-iv').do('sg-sh', { kind: 'flagUrgent', risk: 'self_harm' });
    expect(seenBy(play, 'sg-iv').person).toEqual(dossier.person);
  });

  test('keeps what another referral opens to it that it has taken over', () => {
    const play = takenBy('sg-iv').do('sg-coo', {
      kind: 'sendReferral',
      to: 'sg-iv',
      purpose: 'work_capacity_assessment',
    });
    expect(seenBy(play, 'sg-iv').person).toEqual(dossier.person);
  });
});

describe('a recipient sees nothing any more', () => {
  const ends: readonly [string, string, AnyCommandBody][] = [
    ['withdrawn', 'sg-sh', { kind: 'withdrawReferral', ...R1, reason: 'sent_in_error' }],
    [
      'declined',
      'sg-iv',
      { kind: 'declineReferral', ...R1, reason: 'duplicate', nextOwner: 'sg-sh' },
    ],
  ];
  test.each(ends)('once the referral is %s', (_, by, body) => {
    expect(seenBy(sentTo('sg-iv').do(by, body), 'sg-iv')).toEqual(
      nothing('not_allowed_in_this_state'),
    );
  });

  test('once the person withdrew the consent, on which a referral by law does not rest', () => {
    const play = sentTo('sg-iv').do('sg-coo', {
      kind: 'sendReferral',
      from: 'sg-iv',
      to: 'sg-rav',
      purpose: 'placement',
    });
    play.do('sg-rav', { kind: 'acceptReferral', referralId: 'R2', claimsLead: false });
    play.do('sg-sh', { kind: 'withdrawConsent' });
    expect(seenBy(play, 'sg-iv')).toEqual(nothing('consent_withdrawn'));
    expect(seenBy(play, 'sg-rav').person).toEqual(dossier.person);
  });

  test('once the consent ran out, or names the recipient no more', () => {
    const play = takenBy('sg-iv', { expiresOn: '2026-02-10' }).on('2026-02-10');
    expect(seenBy(play, 'sg-iv').person).toEqual(dossier.person);
    expect(seenBy(play.on('2026-02-11'), 'sg-iv')).toEqual(nothing('consent_missing'));
    play.do('sg-sh', { kind: 'recordConsent', consent: { ...fullConsent, recipients: ['rav'] } });
    expect(seenBy(play, 'sg-iv')).toEqual(nothing('recipient_not_covered'));
  });
});

describe('everybody else sees nothing', () => {
  const others: readonly Actor[] = [
    officer('sg-rav'),
    officer('zh-coo'),
    { userId: 'auditor', institutionId: 'sg-sh', role: 'auditor' },
    { userId: 'strategic', institutionId: 'sg-iv', role: 'strategic' },
    { userId: 'engine', role: 'system' },
    { userId: 'client', role: 'client' },
  ];
  test.each(others)('$userId, $role', (actor) => {
    expect(seenBy(sentTo('sg-iv'), actor)).toEqual(nothing('not_permitted'));
  });

  test('an office that is only invited to the meeting', () => {
    const play = sentTo('sg-iv').do('sg-sh', {
      kind: 'scheduleMeeting',
      meetingOn: '2026-03-02',
      minutes: 60,
      invite: ['sg-if'],
    });
    expect(seenBy(play, 'sg-if')).toEqual(nothing('not_permitted'));
  });
});
