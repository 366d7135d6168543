import type { Consent } from '../../schemas/index';
import { Play, fullConsent, officer, rulesOf } from '../support/builders';

const admitted = (): Play => new Play(rulesOf('sg')).admitted('sg-sh').on('2026-03-02');
const recorded = (part: Partial<Consent>) => {
  const play = admitted();
  const before = play.state;
  const consent = { ...fullConsent, ...part };
  const refusal = play.try(officer('sg-sh'), { kind: 'recordConsent', consent });
  return refusal === undefined ? 'taken' : { ...refusal, unchanged: play.state === before };
};

describe('a consent with a day that can not be', () => {
  test.each([
    [{ expiresOn: '2226-02-02' }, 'date_too_far', 'consent.expiresOn'],
    [{ expiresOn: '1826-02-02' }, 'date_in_the_past', 'consent.expiresOn'],
    [{ signedOn: '2026-03-03' }, 'date_too_far', 'consent.signedOn'],
  ] as const)('%j is refused, and nothing changes', (part, code, field) => {
    expect(recorded(part)).toEqual({ code, details: { field }, unchanged: true });
  });

  test('and one with plausible days is taken', () => {
    expect(recorded({ signedOn: '2026-03-02', expiresOn: '2027-03-02' })).toBe('taken');
  });
});

describe('referrals without end', () => {
  test('the fifty-first is refused, and so is every one of five thousand', () => {
    const play = admitted();
    const draft = { kind: 'draftReferral', to: 'sg-if', purpose: 'coaching' } as const;
    const answers = Array.from({ length: 5_000 }, () => play.try(officer('sg-sh'), draft)?.code);
    expect(answers.slice(0, 50)).toEqual(Array.from({ length: 50 }, () => undefined));
    expect(new Set(answers.slice(50))).toEqual(new Set(['too_many_referrals']));
    expect(play.state?.referrals).toHaveLength(50);
    // The case goes on: other things are taken.
    play.do('sg-sh', { kind: 'recordMilestone', milestone: 'employable' });
  });
});
