import type { CaseState } from '../../domain/case/state';
import { groupsFor } from '../../domain/consent/field-matrix';
import { findLegalBasis } from '../../domain/consent/legal-basis';
import { askGate } from '../../domain/consent/send-gate';
import type { Consent, InstitutionKind } from '../../schemas/index';
import { institutionKinds } from '../../schemas/index';
import { Play, fullConsent, rulesOf, verdict } from '../support/builders';

const now = '2026-02-02T08:00:00.000Z';
const everyone: Consent = { ...fullConsent, recipients: [...institutionKinds] };

const caseWith = (consent: Consent | undefined, part: object = {}): CaseState => {
  const play = new Play(rulesOf('sg')).admitted('sg-rav');
  const circumstances = { ...(consent === undefined ? {} : { consent }), ...part };
  return { ...play.state!, circumstances };
};
interface Asked {
  readonly state: CaseState;
  readonly reciprocity?: boolean;
}
const ask = (from: string, to: string, { state, reciprocity = false }: Asked): string => {
  const answer = askGate(state, { from, to, purpose: 'coaching', reciprocity }, now);
  return answer.open ? answer.grant.basis : answer.refusal.code;
};

/** Flow by flow what domain.md 5.2 answers when nothing but a live consent for everybody is known. */
const withConsentOnly = (from: InstitutionKind, to: InstitutionKind): string => {
  if (to === 'mig') return 'legal_basis_missing';
  if (from === 'rav' || from === 'alk') {
    if (to === 'iv') return 'AVG35a-1bis';
    return to === 'rav' ? 'consent' : 'legal_basis_missing';
  }
  return from === 'iv' && (to === 'rav' || to === 'alk') ? 'IVG68bis-2' : 'consent';
};

describe('every flow has an answer', () => {
  const pairs = institutionKinds.flatMap((from) =>
    institutionKinds.map((to) => [from, to] as const),
  );
  const state = caseWith(everyone);

  test.each(pairs)('from %s to %s with a live consent', (from, to) => {
    expect(ask(`sg-${from}`, `sg-${to}-two`, { state })).toBe(withConsentOnly(from, to));
  });

  test('without any consent only the law lets pass', () => {
    const passing = pairs
      .filter(
        ([from, to]) =>
          !ask(`sg-${from}`, `sg-${to}`, { state: caseWith(undefined) }).includes('_'),
      )
      .map((pair) => pair.join('>'));
    expect(passing).toEqual(['rav>iv', 'iv>rav', 'iv>alk', 'alk>iv']);
  });
});

describe('a minor', () => {
  const minor = (consent: Consent): CaseState => ({
    ...caseWith(consent),
    verdict: verdict('admitted', [], { flags: ['guardian_needed'] }),
  });

  test('consents through the guardian', () => {
    const asks = (consent: Consent) => ask('sg-sh', 'sg-if', { state: minor(consent) });
    expect(asks(everyone)).toBe('guardian_consent_missing');
    expect(asks({ ...everyone, givenBy: 'person' })).toBe('guardian_consent_missing');
    expect(asks({ ...everyone, givenBy: 'guardian' })).toBe('consent');
    expect(ask('sg-sh', 'sg-if', { state: caseWith(everyone) })).toBe('consent');
  });

  test('is referred by law like everybody', () => {
    expect(ask('sg-rav', 'sg-iv', { state: minor(everyone) })).toBe('AVG35a-1bis');
  });
});

describe('law comes before consent', () => {
  test('unemployment and disability insurance tell each other without consent, and tell the person', () => {
    const basis = findLegalBasis({ from: 'rav', to: 'iv', circumstances: {}, reciprocity: false });
    expect(basis).toMatchObject({ needsConsent: false, informPerson: true });
  });

  test('social aid reports an employable refugee without consent, anybody else with it', () => {
    const refugee = caseWith(undefined, { protectedPermit: true, employable: true });
    expect(ask('sg-sh', 'sg-rav', { state: refugee })).toBe('AIG53-5');
    const notYet = caseWith(undefined, { protectedPermit: true, employable: false });
    expect(ask('sg-sh', 'sg-rav', { state: notYet })).toBe('consent_missing');
  });

  test('the employment service needs consent, benefits drawn and reciprocity to tell social aid', () => {
    const drawing = caseWith(everyone, { personDrawsBenefits: true });
    expect(ask('sg-rav', 'sg-sh', { state: drawing, reciprocity: true })).toBe('AVG35a-1');
    expect(ask('sg-rav', 'sg-sh', { state: drawing })).toBe('legal_basis_missing');
    expect(ask('sg-rav', 'sg-sh', { state: caseWith(everyone), reciprocity: true })).toBe(
      'legal_basis_missing',
    );
    const silent = caseWith(undefined, { personDrawsBenefits: true });
    expect(ask('sg-rav', 'sg-sh', { state: silent, reciprocity: true })).toBe('consent_missing');
  });

  test('the disability insurance tells social aid by law only when social aid does the same', () => {
    const state = caseWith(undefined);
    expect(ask('sg-iv', 'sg-sh', { state, reciprocity: true })).toBe('IVG68bis-3');
    expect(ask('sg-iv', 'sg-sh', { state })).toBe('consent_missing');
  });

  test('the migration office is never told, whoever asks and whatever was signed', () => {
    const state = caseWith(everyone, { personDrawsBenefits: true });
    const answers = institutionKinds.map((from) =>
      ask(`sg-${from}`, 'sg-mig', { state, reciprocity: true }),
    );
    expect(new Set(answers)).toEqual(new Set(['legal_basis_missing']));
  });
});

describe('a consent carries only while it lives', () => {
  test.each<[string, Consent['status'], string]>([
    ['was withdrawn', 'withdrawn', 'consent_withdrawn'],
    ['was refused', 'refused', 'consent_missing'],
    ['is not signed yet', 'unsigned', 'consent_missing'],
    ['was never asked for', 'not_asked', 'consent_missing'],
  ])('nothing leaves when it %s', (_, status, code) => {
    expect(ask('sg-sh', 'sg-iv', { state: caseWith({ ...everyone, status }) })).toBe(code);
  });

  test('it carries on its last day and not on the day after', () => {
    const last = caseWith({ ...everyone, expiresOn: '2026-02-02' });
    expect(ask('sg-sh', 'sg-iv', { state: last })).toBe('consent');
    const over = caseWith({ ...everyone, expiresOn: '2026-02-01' });
    expect(ask('sg-sh', 'sg-iv', { state: over })).toBe('consent_missing');
  });

  test('a recipient whom it does not name gets nothing', () => {
    const state = caseWith({ ...everyone, recipients: ['rav'] });
    expect(ask('sg-sh', 'sg-iv', { state })).toBe('recipient_not_covered');
  });

  test('only the groups leave that it covers and the recipient may have', () => {
    const state = caseWith({ ...everyone, fieldGroups: ['identity', 'capacity', 'livelihood'] });
    const sending = {
      from: 'sg-sh',
      to: 'sg-bslb',
      purpose: 'coaching',
      reciprocity: false,
    } as const;
    const answer = askGate(state, sending, now);
    expect(answer.open && answer.grant.fieldGroups).toEqual(['identity', 'capacity']);
    expect(groupsFor('mig')).toEqual([]);
  });

  test('after a withdrawal the case sends by law only, until a new consent is recorded', () => {
    const play = new Play(rulesOf('sg')).admitted('sg-rav');
    play.do('sg-rav', { kind: 'withdrawConsent' });
    const send = {
      kind: 'sendReferral',
      to: 'sg-sh',
      purpose: 'coaching',
      reciprocity: true,
    } as const;
    expect(play.try({ userId: 'o', institutionId: 'sg-rav', role: 'officer' }, send)?.code).toBe(
      'consent_withdrawn',
    );
    play.do('sg-rav', { kind: 'sendReferral', to: 'sg-iv', purpose: 'coaching' });
    play.do('sg-rav', { kind: 'recordConsent', consent: fullConsent }).do('sg-rav', send);
    expect(play.state?.referrals.map(({ grant }) => grant?.basis)).toEqual([
      'AVG35a-1bis',
      'AVG35a-1',
    ]);
  });
});
