import { handoversOf } from '../../domain/case/handover';
import { grantGap } from '../../domain/consent/send-gate';
import type { AnyCommandBody } from '../../schemas/index';
import { Play, engine, fullConsent, officer, rulesOf } from '../support/builders';

const ask: AnyCommandBody = { kind: 'requestErasure' };
const erase: AnyCommandBody = { kind: 'eraseCase' };
const hold: AnyCommandBody = { kind: 'placeLegalHold', reason: 'complaint' };
const clock = (play: Play) => play.state?.deadlines.find(({ key }) => key === 'T_ERASURE');
const admitted = (): Play => new Play(rulesOf('sg')).admitted('sg-sh').on('2026-03-02');
const referred = (): Play =>
  admitted().do('sg-sh', { kind: 'sendReferral', to: 'sg-if', purpose: 'language_course' });
/** Ended on 10 March 2026 and kept until 10 March 2031. */
const closed = (): Play =>
  admitted().on('2026-03-10').do('sg-sh', { kind: 'closeCase', outcome: 'dropout' });

describe('a person who wants everything erased while the case is open', () => {
  test('is answered within thirty days by the coordination', () => {
    const play = admitted().do('sg-sh', ask);
    expect(play.state?.restricted).toEqual({ erasureSince: play.now });
    expect(clock(play)).toMatchObject({ owedBy: 'sg-coo', basis: 'CD' });
    expect(clock(play)?.dueAt.slice(0, 10)).toBe('2026-04-01');
    play.do('sg-coo', { kind: 'answerErasure', answer: 'kept_by_law' });
    expect(clock(play)).toBeUndefined();
    expect(play.state?.restricted).toBeDefined();
  });

  test('stops at once what rests on consent, also what was sent before', () => {
    const play = referred().do('sg-sh', ask);
    const [sent] = play.state!.referrals;
    expect(grantGap(play.state!, sent!, play.now)).toBe('erasure_requested');
    const again: AnyCommandBody = { kind: 'sendReferral', to: 'sg-bslb', purpose: 'coaching' };
    expect(play.try(officer('sg-sh'), again)?.code).toBe('erasure_requested');
    play.do('sg-coo', { kind: 'answerErasure', answer: 'withdrawn' });
    expect(play.state?.restricted).toBeUndefined();
    expect(grantGap(play.state!, sent!, play.now)).toBeUndefined();
  });

  test('is answered before the case ends, and asks again once it was', () => {
    const play = admitted().do('sg-sh', ask);
    const close: AnyCommandBody = { kind: 'closeCase', outcome: 'dropout' };
    expect(play.try(officer('sg-sh'), close)?.code).toBe('person_not_informed');
    play.do('sg-coo', { kind: 'answerErasure', answer: 'kept_by_law' });
    const twice: AnyCommandBody = { kind: 'answerErasure', answer: 'kept_by_law' };
    expect(play.try(officer('sg-coo'), twice)?.code).toBe('not_allowed_in_this_state');
    play.do('sg-sh', close).on('2027-01-11');
    expect(play.try(officer('sg-sh'), ask)).toMatchObject({
      code: 'retention_runs',
      details: { until: '2031-03-02' },
    });
  });

  test('leaves no package for another canton', () => {
    const play = admitted().do('sg-sh', { kind: 'moveCanton', to: 'zh' }).do('sg-sh', ask);
    const consent = { ...fullConsent, recipients: ['coo' as const], handoverTo: 'zh' as const };
    expect(play.try(officer('sg-sh'), { kind: 'recordConsent', consent })?.code).toBe(
      'erasure_requested',
    );
  });

  test('asks once, and nobody erases an open case', () => {
    const play = admitted().do('sg-sh', ask);
    expect(play.try(officer('sg-sh'), ask)?.code).toBe('not_allowed_in_this_state');
    expect(play.try(engine, erase)?.code).toBe('not_allowed_in_this_state');
  });
});

describe('a closed case', () => {
  test('is kept as long as the law says, and who asks hears until when', () => {
    const play = closed().on('2030-01-10');
    const refused = { code: 'retention_runs', details: { until: '2031-03-10' } };
    expect(play.try(officer('sg-sh'), ask)).toEqual(refused);
    expect(play.on('2031-03-10').try(engine, erase)).toEqual(refused);
    play.on('2031-03-11').do(engine, erase);
    expect(play.state).toMatchObject({ status: 'closed', erasedAt: play.now });
    expect(handoversOf(play.state!, play.events.slice(-1))).toEqual([
      expect.objectContaining({ kind: 'erase', from: play.state!.id }),
    ]);
  });

  test('is kept longer while somebody holds it, and a hold moves no other day', () => {
    const play = closed().on('2027-05-01').do('sg-coo', hold);
    expect(play.on('2032-01-05').try(engine, erase)).toEqual({
      code: 'legal_hold',
      details: { reason: 'complaint' },
    });
    play.do('sg-coo', { kind: 'liftLegalHold' }).do('sg-coo', erase);
    expect(play.state).toMatchObject({ keepUntil: '2031-03-10', erasedAt: play.now });
    expect(play.state?.restricted).toBeUndefined();
  });

  test('a hold reopens no door: the months of a relapse count from the end', () => {
    const play = closed().on('2027-03-01').do('sg-coo', hold).on('2027-03-11');
    expect(play.try(officer('sg-sh'), { kind: 'reopenCase' })).toMatchObject({
      details: { until: '2027-03-10' },
    });
  });

  test('that was erased takes nothing any more', () => {
    const play = closed().on('2031-03-11').do(engine, erase);
    for (const body of [erase, ask, hold, { kind: 'reopenCase' }] as const)
      expect(play.try(officer('sg-coo'), body)?.code).toBe('erased');
  });

  test('opened again it is kept anew from its next end', () => {
    const play = closed().on('2026-06-01').do('sg-sh', { kind: 'reopenCase' });
    expect(play.state).not.toHaveProperty('keepUntil');
    play.on('2026-09-01').do('sg-sh', { kind: 'closeCase', outcome: 'dropout' });
    expect(play.state).toMatchObject({ keepUntil: '2031-09-01' });
  });
});

test('a canton may keep its cases for another time', () => {
  const play = new Play(rulesOf('sg', { retentionMonths: 120 })).admitted('sg-sh').on('2026-03-10');
  play.do('sg-sh', { kind: 'closeCase', outcome: 'dropout' });
  expect(play.state).toMatchObject({ keepUntil: '2036-03-10' });
});
