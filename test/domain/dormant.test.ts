import { noticesOf } from '../../domain/case/react';
import { Play, engine, rulesOf, verdict } from '../support/builders';

const terms = (play: Play, key: string) => play.state?.deadlines.find((one) => one.key === key);

/** A case that was returned for a fact that nobody supplied: dormant after twenty business days. */
const asleep = (): Play => {
  const play = new Play(rulesOf('sg')).registered('sg-sh');
  play.do(engine, { kind: 'recordVerdict', verdict: verdict('returned_info', ['consent']) });
  play.do('sg-sh', { kind: 'confirmVerdict', referrals: [] });
  return play.until('2026-03-02');
};
const tryOnce = (play: Play, reached = false): Play =>
  play.do('sg-sh', { kind: 'recordContactTry', channel: 'phone', reached });

describe('a dormant case', () => {
  test('is not closed before somebody tried to reach the person: that is owed by its office', () => {
    const play = asleep();
    expect(play.state).toMatchObject({ status: 'returned_info', dormant: true });
    play.until('2026-04-01');
    expect(play.state).toMatchObject({ status: 'returned_info', dormant: true });
    expect(terms(play, 'T_CONTACT')).toMatchObject({ owedBy: 'sg-sh' });
    play.until('2027-01-31');
    expect(play.state?.status).toBe('returned_info');
    expect(play.nextDue()?.owedBy).toBe('sg-sh');
  });

  test('ends with the next firing once it was tried, and the office is told', () => {
    const play = tryOnce(asleep());
    const before = play.events.length;
    play.until('2026-04-01');
    const events = play.events.slice(before);
    expect(events.map(({ type }) => type)).toContain('caseClosed');
    expect(play.state).toMatchObject({ status: 'closed', outcome: 'dropout', deadlines: [] });
    expect(noticesOf(play.state!, events).map(({ type }) => type)).toContain(
      'ch.relais.case.closed.v1',
    );
  });

  test('the task to reach the person ends with a try, whatever came of it', () => {
    for (const reached of [true, false]) {
      const play = tryOnce(asleep().until('2026-04-01'), reached);
      expect(terms(play, 'T_CONTACT')).toBeUndefined();
      play.until('2026-05-05');
      expect(play.state?.status).toBe('closed');
    }
  });

  test('goes on when the information comes after all, also after a try', () => {
    const play = tryOnce(asleep());
    play.do('sg-sh', {
      kind: 'supplyInformation',
      dossierRef: '00000000-0000-4000-8000-0000000000bb',
      fields: ['consent'],
    });
    play.do(engine, { kind: 'recordVerdict', verdict: verdict('admitted') });
    play.until('2026-04-01');
    expect(play.state).toMatchObject({ status: 'criteria_check', dormant: false });
  });

  test('a try of long ago is none: falling asleep again asks for another', () => {
    const play = tryOnce(asleep());
    play.do('sg-sh', {
      kind: 'supplyInformation',
      dossierRef: '00000000-0000-4000-8000-0000000000bb',
      fields: ['consent'],
    });
    play.do(engine, { kind: 'recordVerdict', verdict: verdict('returned_info', ['goal']) });
    play.do('sg-sh', { kind: 'confirmVerdict', referrals: [] });
    play.until('2026-05-15');
    expect(play.state).toMatchObject({ status: 'returned_info', dormant: true });
    expect(terms(play, 'T_CONTACT')).toMatchObject({ owedBy: 'sg-sh' });
  });
});
