import { forecastOf } from '../../domain/forecast/entries';
import { localInstant } from '../../domain/deadlines/dates';
import type { ForecastEntry } from '../../schemas/index';
import { Play, engine, rulesOf, verdict } from '../support/builders';
import { ahead } from './forecast-drive';

const rules = rulesOf('sg', { terms: { ...rulesOf('sg').policy.terms, T_EXPIRY: { BD: 30 } } });

/** Sent on Monday 2 February; the answer is due within ten business days. */
const sent = (): Play =>
  new Play(rules)
    .admitted('sg-rav')
    .do('sg-rav', { kind: 'sendReferral', to: 'sg-sh', purpose: 'livelihood', reciprocity: true });

const seenBy = (play: Play, to: string): readonly ForecastEntry[] => {
  const until = localInstant(to, '23:59');
  return forecastOf(ahead(play.state!, { from: play.now, until, rules }));
};

const ofReferral = (entries: readonly ForecastEntry[]) =>
  entries
    .filter(({ referralId }) => referralId === 'R1')
    .map(({ on, kind, level, then }) => [on, kind, level, ...then]);

describe('a coordinator who looks at the next weeks', () => {
  it('sees every step of the ladder on its day, and the end of the referral', () => {
    expect(ofReferral(seenBy(sent(), '2026-03-31'))).toEqual([
      ['2026-02-12', 'reminder', 'L0'],
      ['2026-02-16', 'reminder', 'L1'],
      ['2026-02-23', 'escalation', 'L2'],
      ['2026-03-02', 'escalation', 'L3'],
      ['2026-03-16', 'escalation', 'L4'],
      ['2026-03-16', 'expiry', 'due', 'referralExpired'],
    ]);
  });

  it('sees whom each step reaches, and who owes what would avoid it', () => {
    const second = seenBy(sent(), '2026-02-28').find(({ level }) => level === 'L2');
    expect(second).toMatchObject({ owedBy: 'sg-sh', deadline: 'T_DEC', referralId: 'R1' });
    expect(second?.recipients).toEqual([
      { institutionId: 'sg-coo', role: 'coordinator' },
      { institutionId: 'sg-sh', role: 'deputy' },
    ]);
  });

  it('sees nothing that lies behind the last day', () => {
    expect(ofReferral(seenBy(sent(), '2026-02-11'))).toEqual([]);
  });

  it('sees no reminder any more once the office answered', () => {
    const accept = { kind: 'acceptReferral', referralId: 'R1', claimsLead: false } as const;
    const answered = sent().do('sg-sh', accept);
    const kinds = seenBy(answered, '2026-02-28').map(({ deadline }) => deadline);
    expect(kinds).not.toContain('T_DEC');
  });

  it('sees that a case falls asleep without the information that is missing', () => {
    const missing = new Play(rules)
      .registered('sg-rav')
      .do(engine, { kind: 'recordVerdict', verdict: verdict('returned_info', ['consent']) })
      .do('sg-rav', { kind: 'confirmVerdict', referrals: [] });
    const sleeps = seenBy(missing, '2026-03-31').find(({ kind }) => kind === 'expiry');
    expect(sleeps).toMatchObject({ deadline: 'T_INFO', then: ['caseBecameDormant'] });
  });

  it('sees at once what should have spoken while the engine was away', () => {
    const late = sent().on('2026-02-20');
    const [first, second] = seenBy(late, '2026-02-20').filter(({ referralId }) => referralId);
    expect([first?.level, second?.level]).toEqual(['L0', 'L1']);
    expect(first?.at).toBe(late.now);
  });

  it('sees the follow-ups of a plan', () => {
    const planned = sent().do('sg-rav', {
      kind: 'agreePlan',
      goals: [{ goal: 'work', responsible: 'sg-rav', dueOn: '2026-06-01' }],
    });
    expect(seenBy(planned, '2026-05-31').map(({ kind }) => kind)).toContain('follow_up');
  });
});
