import type { AnyCommandBody } from '../../schemas/index';
import { R1, accept, admitted, clock, codeOf, due, sent, told } from './chain-fixtures';

const served = (servedOn: string, more: object = {}): AnyCommandBody => ({
  kind: 'linkDecision',
  by: 'sg-iv',
  servedOn,
  ...more,
});

describe('a formal decision of an institution', () => {
  test('can be appealed for thirty days from its service, and the lead is told five days before', () => {
    const play = sent().do('sg-iv', accept()).on('2026-02-05');
    const before = play.events.length;
    play.do('sg-iv', served('2026-02-03', { about: 'R1' }));
    expect(play.state?.decisions).toEqual([{ by: 'sg-iv', servedOn: '2026-02-03', about: 'R1' }]);
    expect([due(play, 'T_APPEAL:1'), clock(play, 'T_APPEAL:1')?.owedBy]).toEqual([
      '2026-03-05',
      'sg-sh',
    ]);
    expect(told(play, before)).toEqual(['sg-sh case.decision_linked']);
    const soft = play.events.length;
    play.until('2026-02-26', '08:00');
    expect(told(play, soft)).toEqual(['sg-sh deadline.soft_notice']);
  });

  test('nobody is late when the period ends: the clock goes, and the lead is told', () => {
    const free = { meeting: { mandatory: false, noticeBD: 10, withPerson: true } };
    const play = admitted(free).do('sg-sh', served('2026-02-02')).until('2026-03-03');
    const before = play.events.length;
    play.until('2026-03-04');
    expect(told(play, before)).toEqual(['sg-sh deadline.reached']);
    expect(clock(play, 'T_APPEAL:1')).toBeUndefined();
    // Nothing else is due: the case is watched again.
    expect(play.nextDue()).toMatchObject({ key: 'T_ORPHAN', owedBy: 'sg-sh' });
  });

  test('the court holidays do not count', () => {
    const courtHolidays = [{ from: 'easter-7', to: 'easter+7' }];
    const play = admitted({ courtHolidays }).on('2026-03-23').do('sg-sh', served('2026-03-23'));
    expect(due(play, 'T_APPEAL:1')).toBe('2026-05-07');
  });

  test('each decision has a period of its own, and whoever leads then is told', () => {
    const play = sent().do('sg-sh', served('2026-02-02')).do('sg-sh', served('2026-01-26'));
    expect(['T_APPEAL:1', 'T_APPEAL:2'].map((key) => due(play, key))).toEqual([
      '2026-03-04',
      '2026-02-25',
    ]);
    play.do('sg-iv', { kind: 'acceptReferral', ...R1, claimsLead: true });
    expect(clock(play, 'T_APPEAL:1')?.owedBy).toBe('sg-iv');
  });

  test('is not served tomorrow, nor so long ago that the period is over', () => {
    const play = sent().on('2026-04-01');
    expect(codeOf(play, 'sg-sh', served('2026-04-02'))).toBe('date_too_far');
    expect(codeOf(play, 'sg-sh', served('2026-02-02'))).toBe('date_in_the_past');
  });
});

describe('what is no formal decision', () => {
  test('a triage of the coordination: it can never be appealed', () => {
    expect(codeOf(sent(), 'sg-coo', served('2026-02-02', { by: 'sg-coo' }))).toBe(
      'no_formal_decision',
    );
  });

  test('an answer to a referral by somebody to whom it was not sent', () => {
    const play = sent();
    expect(codeOf(play, 'sg-sh', served('2026-02-02', { by: 'sg-rav', about: 'R1' }))).toBe(
      'no_formal_decision',
    );
    expect(codeOf(play, 'sg-sh', served('2026-02-02', { about: 'R7' }))).toBe('unknown_referral');
  });
});
