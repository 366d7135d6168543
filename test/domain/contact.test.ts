import { findDeadline } from '../../domain/case/clocks';
import { localDate } from '../../domain/deadlines/dates';
import { Play, rulesOf } from '../support/builders';

type Channel = 'phone' | 'mail' | 'letter';
const tried = (play: Play, on: string, channel: Channel): Play =>
  play.on(on).do('sg-rav', { kind: 'recordContactTry', channel, reached: false });
const reached = (play: Play, on: string): Play =>
  play.on(on).do('sg-rav', { kind: 'recordContactTry', channel: 'phone', reached: true });
const admitted = (): Play => new Play(rulesOf('sg')).admitted('sg-rav');
/** Three tries on three days by two channels (domain.md 6). */
const unreachable = (): Play => {
  const play = tried(tried(admitted(), '2026-02-09', 'phone'), '2026-02-10', 'phone');
  return tried(play, '2026-02-12', 'mail');
};
const dueOn = (play: Play, key: string): string | undefined => {
  const found = findDeadline(play.state!, key);
  return found && localDate(found.dueAt);
};

describe('a person who does not answer', () => {
  it('puts the case to rest after three tries on three days by two channels', () => {
    const play = unreachable();
    expect(play.state!.paused).toEqual({
      reason: 'person_unreachable',
      since: play.now,
      reviewOn: '2026-03-12',
    });
    expect(dueOn(play, 'T_PAUSE')).toBe('2026-03-12');
    expect(findDeadline(play.state!, 'T_CONTACT')).toMatchObject({ owedBy: 'sg-rav' });
    expect(dueOn(play, 'T_CONTACT')).toBe('2026-02-19');
    expect(new Set(play.events.slice(-5).map(({ cause }) => cause)).size).toBe(1);
  });

  it.each([
    ['on two days only', ['2026-02-09', '2026-02-09', '2026-02-10'], ['phone', 'mail', 'phone']],
    ['by phone only', ['2026-02-09', '2026-02-10', '2026-02-11'], ['phone', 'phone', 'phone']],
    ['twice only', ['2026-02-09', '2026-02-10'], ['phone', 'mail']],
  ] as const)('is not given up when tried %s', (_how, days, channels) => {
    const play = admitted();
    days.forEach((on, i) => tried(play, on, channels[i]!));
    expect(play.state).not.toHaveProperty('paused');
    expect(play.state!.contactTries).toHaveLength(days.length);
  });

  it('is written to, and the case waits for an answer until the review', () => {
    const play = tried(unreachable(), '2026-02-16', 'letter');
    expect(findDeadline(play.state!, 'T_CONTACT')).toBeUndefined();
    expect(play.state!.paused).toBeDefined();
    play.until('2026-03-12');
    expect(play.events.at(-1)).toMatchObject({
      type: 'deadlineReached',
      data: { key: 'T_PAUSE', level: 'L1' },
    });
    // Closing stays the act of a person.
    play.do('sg-rav', { kind: 'closeCase', outcome: 'dropout' });
    expect(play.state!.status).toBe('closed');
  });

  it('is waited for no longer once reached: the case goes on and no try counts any more', () => {
    const play = reached(unreachable(), '2026-02-19');
    expect(play.state).not.toHaveProperty('paused');
    expect(play.state).not.toHaveProperty('contactTries');
    expect(findDeadline(play.state!, 'T_CONTACT')).toBeUndefined();
    expect(dueOn(play, 'T_RT')).toBe('2026-03-09');
  });

  it('is reached in hospital without ending the pause for that', () => {
    const play = admitted().do('sg-rav', {
      kind: 'pauseCase',
      reason: 'inpatient',
      reviewOn: '2026-03-02',
    });
    reached(play, '2026-02-09');
    expect(play.state!.paused).toMatchObject({ reason: 'inpatient' });
  });

  it('counts by the numbers of the policy', () => {
    const unreachableAfter = { tries: 2, days: 1, channels: 1, pauseBD: 5 };
    const play = new Play(rulesOf('sg', { unreachable: unreachableAfter })).admitted('sg-rav');
    tried(tried(play, '2026-02-09', 'phone'), '2026-02-09', 'phone');
    expect(play.state!.paused).toMatchObject({ reviewOn: '2026-02-16' });
  });
});
