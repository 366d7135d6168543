import { findDeadline } from '../../domain/case/clocks';
import { noticesOf } from '../../domain/case/react';
import { localDate } from '../../domain/deadlines/dates';
import { Play, officer, rulesOf } from '../support/builders';

const referred = (): Play =>
  new Play(rulesOf('sg'))
    .admitted('sg-rav')
    .do('sg-rav', { kind: 'sendReferral', to: 'sg-sh', purpose: 'coaching', reciprocity: true });
const flag = (play: Play): Play => play.do('sg-sh', { kind: 'flagUrgent', risk: 'housing_loss' });
const dueOn = (play: Play, key: string) => localDate(findDeadline(play.state!, key)!.dueAt);

describe('a person who may lose the home', () => {
  it('is answered within two business days, whatever was promised before', () => {
    const play = referred()
      .on('2026-02-05')
      .do('sg-rav', { kind: 'flagUrgent', risk: 'housing_loss' });
    expect(play.state!.urgent).toEqual({ risk: 'housing_loss', since: play.now });
    expect(dueOn(play, 'T_DEC:R1')).toBe('2026-02-09');
  });

  it('is never answered later than before', () => {
    const play = flag(referred().on('2026-02-16'));
    expect(dueOn(play, 'T_DEC:R1')).toBe('2026-02-16');
  });

  it('has the short term for what is sent while it lasts, and the usual one afterwards', () => {
    const play = flag(referred().on('2026-02-05'))
      .do('sg-rav', { kind: 'sendReferral', to: 'sg-iv', purpose: 'coaching' })
      .do('sg-rav', { kind: 'clearUrgent' })
      .do('sg-rav', { kind: 'sendReferral', to: 'sg-sh', purpose: 'coaching', reciprocity: true });
    expect(dueOn(play, 'T_DEC:R2')).toBe('2026-02-09');
    expect(dueOn(play, 'T_DEC:R3')).toBe('2026-02-19');
    expect(play.state).not.toHaveProperty('urgent');
  });

  it('is known at once to those asked, the lead and the coordination, without saying what it is', () => {
    const play = referred().on('2026-02-05');
    const count = play.events.length;
    flag(play);
    const notices = noticesOf(play.state!, play.events.slice(count));
    expect(notices.map(({ to, type, code }) => [to, type, code])).toEqual([
      ['sg-coo', 'ch.relais.case.urgent.v1', undefined],
      ['sg-rav', 'ch.relais.case.urgent.v1', undefined],
    ]);
  });

  it('waits for no pause', () => {
    const play = referred()
      .on('2026-02-05')
      .do('sg-rav', { kind: 'pauseCase', reason: 'sickness', reviewOn: '2026-04-07' })
      .on('2026-03-02');
    flag(play);
    expect(play.state).not.toHaveProperty('paused');
    expect(dueOn(play, 'T_DEC:R1')).toBe('2026-03-04');
  });

  it('is flagged once for one danger, and cleared only when it was', () => {
    const play = flag(referred());
    const again = play.try(officer('sg-rav'), { kind: 'flagUrgent', risk: 'housing_loss' });
    expect(again?.code).toBe('not_allowed_in_this_state');
    flag(play.do('sg-rav', { kind: 'flagUrgent', risk: 'violence' }));
    play.do('sg-rav', { kind: 'clearUrgent' });
    expect(play.try(officer('sg-rav'), { kind: 'clearUrgent' })?.code).toBe(
      'not_allowed_in_this_state',
    );
  });
});
