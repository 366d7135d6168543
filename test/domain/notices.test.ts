import { needsVerdict, noticesOf } from '../../domain/case/react';
import type { AnyCommandBody, CaseEvent } from '../../schemas/index';
import { Play, engine, rulesOf, verdict } from '../support/builders';

const R1 = { referralId: 'R1' } as const;

/** Who is told what, by what the last command made. */
class Office {
  readonly play = new Play(rulesOf('sg'));
  told: string[] = [];

  do(by: Parameters<Play['do']>[0], body: AnyCommandBody): this {
    const before = this.play.events.length;
    this.play.do(by, body);
    this.told = this.notices(before).map(
      ({ to, type }) => `${to} ${type.slice('ch.relais.'.length, -'.v1'.length)}`,
    );
    return this;
  }

  notices(from: number) {
    return this.play.state === undefined
      ? []
      : noticesOf(this.play.state, this.play.events.slice(from));
  }
}

const sent = (): Office => {
  const office = new Office();
  office.play.admitted('sg-sh');
  return office.do('sg-sh', { kind: 'sendReferral', to: 'sg-iv', purpose: 'coaching' });
};

describe('an institution hears what concerns it', () => {
  test('the coordination of a registration, the decider of the advice, everybody of the verdict', () => {
    const office = new Office();
    office.play.registered('sg-sh');
    expect(office.notices(0)).toMatchObject([
      { to: 'sg-coo', type: 'ch.relais.case.registered.v1' },
    ]);
    const advice = verdict('admitted');
    expect(office.do(engine, { kind: 'recordVerdict', verdict: advice }).told).toEqual([
      'sg-sh case.verdict_proposed',
    ]);
    expect(office.do('sg-coo', { kind: 'confirmVerdict', referrals: [] }).told).toEqual([
      'sg-sh case.verdict_confirmed',
      'sg-sh case.lead_assigned',
    ]);
  });

  test('the recipient of a referral, with its basis and the day its answer is due', () => {
    const office = sent();
    expect(office.told).toEqual(['sg-iv referral.sent']);
    expect(office.notices(0).at(-1)).toMatchObject({
      from: 'sg-sh',
      basis: 'consent',
      deadline: 'T_DEC',
      dueAt: '2026-02-16T16:00:00.000Z',
    });
  });

  const byRecipient: readonly [string, AnyCommandBody][] = [
    ['referral.acknowledged', { kind: 'acknowledgeReferral', ...R1 }],
    ['referral.information_requested', { kind: 'requestInformation', ...R1, fields: ['permit'] }],
    ['referral.accepted', { kind: 'acceptReferral', ...R1, claimsLead: false }],
    [
      'referral.declined',
      { kind: 'declineReferral', ...R1, reason: 'duplicate', nextOwner: 'sg-rav' },
    ],
    [
      'referral.waiting',
      {
        kind: 'declineReferral',
        ...R1,
        reason: 'no_capacity_now',
        nextOwner: 'sg-rav',
        until: '2026-03-02',
      },
    ],
  ];
  test.each(byRecipient)('the sender of an answer: %s', (type, body) => {
    expect(sent().do('sg-iv', body).told).toEqual([`sg-sh ${type}`]);
  });

  const onAccepted: readonly [string, AnyCommandBody][] = [
    ['referral.started', { kind: 'startReferral', ...R1 }],
    ['referral.reported', { kind: 'reportProgress', ...R1 }],
    ['referral.done', { kind: 'completeReferral', ...R1, result: 'achieved' }],
    ['referral.aborted', { kind: 'abortReferral', ...R1, reason: 'health' }],
  ];
  test.each(onAccepted)('the sender of what follows: %s', (type, body) => {
    const office = sent().do('sg-iv', { kind: 'acceptReferral', ...R1, claimsLead: false });
    expect(office.do('sg-iv', body).told).toEqual([`sg-sh ${type}`]);
  });

  test('the recipient of what the sender does', () => {
    const withdraw = { kind: 'withdrawReferral', ...R1, reason: 'solved_otherwise' } as const;
    expect(sent().do('sg-sh', withdraw).told).toEqual(['sg-iv referral.withdrawn']);
    const asked = sent().do('sg-iv', { kind: 'requestInformation', ...R1, fields: ['permit'] });
    expect(asked.do('sg-sh', { kind: 'answerInformation', ...R1 }).told).toEqual([
      'sg-iv referral.information_answered',
    ]);
    const accepted = sent().do('sg-iv', { kind: 'acceptReferral', ...R1, claimsLead: false });
    expect(accepted.do('sg-sh', { kind: 'requestReport', ...R1 }).told).toEqual([
      'sg-iv referral.report_requested',
    ]);
  });

  test('both sides of what a coordinator does in their place', () => {
    const withdraw = { kind: 'withdrawReferral', ...R1, reason: 'sent_in_error' } as const;
    const both = (type: string) => ['sg-iv', 'sg-sh'].map((side) => `${side} ${type}`);
    expect(sent().do('sg-coo', withdraw).told).toEqual(both('referral.withdrawn'));
    const accepted = sent().do('sg-iv', { kind: 'acceptReferral', ...R1, claimsLead: false });
    expect(accepted.do('sg-coo', { kind: 'abortReferral', ...R1, reason: 'health' }).told).toEqual(
      both('referral.aborted'),
    );
  });

  test('the ladder speaks to whoever is silent, then to those who can help', () => {
    const office = sent();
    const before = office.play.events.length;
    office.play.until('2026-03-02');
    const heard = office.notices(before).filter(({ deadline }) => deadline === 'T_DEC');
    expect(heard.map(({ to, level }) => `${String(level)} ${to}`)).toEqual([
      'L0 sg-iv',
      'L1 sg-iv',
      'L2 sg-coo',
      'L2 sg-iv',
      'L3 sg-iv',
      'L3 sg-sh',
    ]);
  });
});

describe('a notice', () => {
  const office = sent();
  office.do('sg-iv', { kind: 'acceptReferral', ...R1, claimsLead: true });
  office.do('sg-sh', { kind: 'withdrawConsent' });
  office.do('sg-iv', { kind: 'closeCase', outcome: 'consent_withdrawn' });
  const all = office.notices(0);

  test('is never for the one who caused it', () => {
    expect(all.filter(({ to, from }) => to === from)).toEqual([]);
    expect(all.length).toBeGreaterThan(5);
  });

  test('holds ids, codes and dates, and no key of a person or a fact', () => {
    const keys = new Set(all.flatMap((notice) => Object.keys(notice)));
    expect([...keys].toSorted()).toEqual([
      'at',
      'basis',
      'code',
      'deadline',
      'dueAt',
      'from',
      'referralId',
      'referralTo',
      'seq',
      'to',
      'type',
    ]);
    for (const value of all.flatMap((notice) => Object.values(notice)))
      expect(String(value)).toMatch(/^[\w.:-]+$/);
  });

  test('names are those of the contract with the partners', () => {
    for (const { type } of all)
      expect(type).toMatch(/^ch\.relais\.(case|referral|deadline)\.[a-z_]+\.v1$/);
  });
});

describe('the criteria are asked again', () => {
  const of = (type: CaseEvent['type'], data: object = {}) =>
    needsVerdict([{ type, data } as CaseEvent]);

  test('when facts came or changed, and not otherwise', () => {
    const types = ['caseRegistered', 'factsUpdated', 'informationSupplied'] as const;
    expect(types.map((type) => of(type))).toEqual([true, true, true]);
    const others = ['verdictProposed', 'referralSent', 'caseClosed'] as const;
    expect(others.map((type) => of(type))).toEqual([false, false, false]);
  });

  test('when the day of a fact or the end of a deferral came, and at no other deadline', () => {
    const at = (deadline: string) => of('deadlineReached', { deadline });
    expect(['T_FACTS', 'T_DEFER', 'T_DUTY', 'T_DEC'].map(at)).toEqual([true, true, false, false]);
  });

  test('when other rules hold, and not for a calendar alone', () => {
    expect(of('rulesAdopted', { policyChanged: true })).toBe(true);
    expect(of('rulesAdopted', { policyChanged: false })).toBe(false);
  });
});
