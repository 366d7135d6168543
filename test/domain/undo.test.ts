import type { CaseState } from '../../domain/case/state';
import type { Actor, AnyCommandBody } from '../../schemas/index';
import { Play, officer, rulesOf } from '../support/builders';

const rav = officer('sg-rav');
const undo: AnyCommandBody = { kind: 'undoLast' };
const plain = ({ version, changedAt, undoable, ...state }: CaseState): object => state;
const planned = (): Play =>
  new Play(rulesOf('sg', { undoMinutes: 10 })).admitted('sg-rav').do('sg-rav', {
    kind: 'agreePlan',
    goals: [{ goal: 'work', responsible: 'sg-rav', dueOn: '2026-12-01' }],
  });
const clicks: readonly AnyCommandBody[] = [
  { kind: 'closeGoal', number: 1, state: 'dropped' },
  { kind: 'recordMilestone', milestone: 'employable' },
  { kind: 'recordFollowUp', goals: [{ number: 1, state: 'achieved' }] },
  { kind: 'pauseCase', reason: 'sickness', reviewOn: '2026-04-07' },
  { kind: 'changeDeadline', key: 'T_FU:3', dueOn: '2026-06-01', reason: 'wrong_date' },
  { kind: 'recordContactTry', channel: 'phone', reached: false },
];

describe('a click by accident', () => {
  it.each(clicks)('$kind is taken back, and the case is as it was before', (body) => {
    const play = planned();
    const before = plain(play.state!);
    play.on('2026-02-02', '10:00').do(rav, body);
    expect(play.state!.undoable?.by).toBe(rav.userId);
    play.on('2026-02-02', '10:10').do(rav, undo);
    expect(plain(play.state!)).toEqual(before);
  });

  it('stays in the history with what took it back', () => {
    const play = planned();
    const { version } = play.state!;
    play.do(rav, { kind: 'closeGoal', number: 1, state: 'dropped' }).do(rav, undo);
    expect(play.events.slice(-2).map(({ type, data }) => [type, data])).toEqual([
      ['goalClosed', { number: 1, state: 'dropped' }],
      ['commandUndone', { seqFrom: version + 1, seqTo: version + 1 }],
    ]);
    expect(play.state!.version).toBe(version + 2);
  });

  it.each<[string, Actor]>([
    ['a colleague', { ...rav, userId: 'colleague' }],
    ['the coordinator', officer('sg-coo')],
  ])('is not taken back by %s', (_who, actor) => {
    const play = planned().do(rav, { kind: 'closeGoal', number: 1, state: 'dropped' });
    expect(play.try(actor, undo)?.code).toBe('nothing_to_undo');
  });

  it('is taken back once, and not after the minutes of the policy', () => {
    const play = planned().on('2026-02-02', '10:00');
    play.do(rav, { kind: 'closeGoal', number: 1, state: 'dropped' }).on('2026-02-02', '10:11');
    expect(play.try(rav, undo)).toMatchObject({
      code: 'too_late_to_undo',
      details: { minutes: 10 },
    });
    play.on('2026-02-02', '10:09').do(rav, undo);
    expect(play.try(rav, undo)?.code).toBe('nothing_to_undo');
  });

  it('can not be taken back once something happened after it', () => {
    const play = planned()
      .do(rav, { kind: 'closeGoal', number: 1, state: 'dropped' })
      .do('sg-coo', { kind: 'assignLead', institutionId: 'sg-rav' });
    expect(play.try(rav, undo)?.code).toBe('nothing_to_undo');
  });

  it('can not be taken back once another office was told', () => {
    const play = new Play(rulesOf('sg'))
      .admitted('sg-rav')
      .do('sg-rav', { kind: 'sendReferral', to: 'sg-sh', purpose: 'coaching', reciprocity: true });
    expect(play.try(rav, undo)?.code).toBe('nothing_to_undo');
    play.do(rav, { kind: 'pauseCase', reason: 'sickness', reviewOn: '2026-04-07' });
    expect(play.try(rav, undo)?.code).toBe('nothing_to_undo');
    expect(play.state!.paused).toBeDefined();
  });

  it('takes the pause back that the third try brought, when nobody else was told', () => {
    const play = planned();
    for (const on of ['2026-02-09', '2026-02-10'])
      play.on(on).do(rav, { kind: 'recordContactTry', channel: 'phone', reached: false });
    const before = plain(play.state!);
    play.on('2026-02-11').do(rav, { kind: 'recordContactTry', channel: 'mail', reached: false });
    expect(play.state!.paused).toBeDefined();
    play.do(rav, undo);
    expect(plain(play.state!)).toEqual(before);
  });
});
