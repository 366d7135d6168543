import { noticesOf } from '../../domain/case/react';
import { viewOf } from '../../domain/view';
import { Play, engine, officer, rulesOf, verdict } from '../support/builders';

const advise = (play: Play, permitEndsOn?: string): Play =>
  play.do(engine, {
    kind: 'recordVerdict',
    verdict: verdict('admitted', [], permitEndsOn === undefined ? {} : { permitEndsOn }),
  });
const admitted = (): Play => new Play(rulesOf('sg')).admitted('sg-sh');
const clocks = (play: Play) => play.state!.deadlines.filter(({ kind }) => kind === 'T_PERMIT');
const dueDays = (play: Play) => clocks(play).map(({ dueAt }) => dueAt.slice(0, 10));

describe('a permit that ends', () => {
  test('is spoken of 120 days before, to whoever leads the case', () => {
    const play = advise(admitted(), '2026-12-01');
    expect(dueDays(play)).toEqual(['2026-08-03']);
    expect(clocks(play)[0]).toMatchObject({ owedBy: 'sg-sh' });
    const before = play.events.length;
    play.until('2026-08-03');
    const warned = play.events
      .slice(before)
      .filter(({ data }) => 'key' in data && data.key === 'T_PERMIT:2026-12-01');
    expect(noticesOf(play.state!, warned)).toEqual([
      expect.objectContaining({
        to: 'sg-sh',
        type: 'ch.relais.deadline.reminder.v1',
        deadline: 'T_PERMIT',
      }),
    ]);
  });

  test('is spoken of at once when it ends sooner, and only once for the same end', () => {
    const play = advise(admitted(), '2026-04-01');
    expect(dueDays(play)).toEqual([play.now.slice(0, 10)]);
    const before = play.events.length;
    advise(play, '2026-04-01');
    expect(play.events.slice(before).map(({ type }) => type)).toEqual(['verdictProposed']);
  });

  test('gets another warning when it was renewed, and none when it has no end', () => {
    const play = advise(advise(admitted(), '2026-12-01'), '2031-12-01');
    expect(dueDays(play)).toEqual(['2031-08-04']);
    expect(dueDays(advise(play))).toEqual([]);
  });

  test('is no next step of the case', () => {
    const play = advise(admitted(), '2026-12-01');
    expect(viewOf(play.state!, officer('sg-sh')).nextDue?.key).not.toContain('T_PERMIT');
  });
});
