import { findDeadline } from '../../domain/case/clocks';
import { noticesOf } from '../../domain/case/react';
import { localDate } from '../../domain/deadlines/dates';
import type { AnyCommandBody } from '../../schemas/index';
import { Play, officer, rulesOf } from '../support/builders';

const referred = (): Play =>
  new Play(rulesOf('sg'))
    .admitted('sg-rav')
    .do('sg-rav', { kind: 'sendReferral', to: 'sg-sh', purpose: 'coaching', reciprocity: true });
const change = (key: string, dueOn: string) =>
  ({ kind: 'changeDeadline', key, dueOn, reason: 'agreed_with_recipient' }) as const;
const clock = (play: Play, key: string) => findDeadline(play.state!, key)!;
const code = (play: Play, by: string, body: AnyCommandBody) => play.try(officer(by), body)?.code;

describe('a day that two offices agree on', () => {
  it('takes the place of the old one, which stays in the history', () => {
    const play = referred();
    const { dueAt: dueBefore } = clock(play, 'T_DEC:R1');
    play.on('2026-02-10').do('sg-rav', change('T_DEC:R1', '2026-03-02'));
    expect(localDate(clock(play, 'T_DEC:R1').dueAt)).toBe('2026-03-02');
    expect(play.events.at(-2)).toMatchObject({
      type: 'deadlineChanged',
      data: { key: 'T_DEC:R1', dueBefore, dueOn: '2026-03-02', reason: 'agreed_with_recipient' },
    });
    expect(localDate(dueBefore)).toBe('2026-02-16');
  });

  it('moves the whole ladder, and what was said before counts no longer', () => {
    const play = referred()
      .on('2026-02-03')
      .do('sg-rav', {
        kind: 'recordConsent',
        consent: {
          status: 'given',
          recipients: ['sh'],
          fieldGroups: ['identity'],
        },
      })
      .until('2026-02-17');
    expect(clock(play, 'T_DEC:R1').reached).toBe('L1');
    play.on('2026-02-18').do('sg-rav', change('T_DEC:R1', '2026-03-02'));
    const { firings, reached } = clock(play, 'T_DEC:R1');
    expect(reached).toBeUndefined();
    expect(firings.map(({ level, at }) => [level, localDate(at)])).toEqual([
      ['L0', '2026-02-26'],
      ['L1', '2026-03-02'],
      ['L2', '2026-03-09'],
      ['L3', '2026-03-16'],
      ['L4', '2026-03-30'],
    ]);
  });

  it('falls on the next business day when the offices are closed', () => {
    const play = referred().do('sg-rav', change('T_DEC:R1', '2026-04-03'));
    expect(localDate(clock(play, 'T_DEC:R1').dueAt)).toBe('2026-04-07');
  });

  it('is told to the office that owes it', () => {
    const play = referred();
    const count = play.events.length;
    play.do('sg-rav', change('T_DEC:R1', '2026-03-02'));
    expect(noticesOf(play.state!, play.events.slice(count))).toMatchObject([
      {
        to: 'sg-sh',
        type: 'ch.relais.deadline.moved.v1',
        deadline: 'T_DEC',
        referralId: 'R1',
        dueAt: clock(play, 'T_DEC:R1').dueAt,
      },
    ]);
  });

  it('stands when the rules change later', () => {
    const play = referred().do('sg-rav', change('T_DEC:R1', '2026-03-02'));
    expect(clock(play, 'T_DEC:R1')).not.toHaveProperty('from');
    expect(clock(play, 'T_DEC:R1')).not.toHaveProperty('byPolicy');
  });

  it('is the new day of the review of a pause', () => {
    const play = referred()
      .do('sg-rav', { kind: 'pauseCase', reason: 'sickness', reviewOn: '2026-03-02' })
      .do('sg-rav', change('T_PAUSE', '2026-05-04'));
    expect(play.state!.paused).toMatchObject({ reviewOn: '2026-05-04' });
    expect(localDate(clock(play, 'T_PAUSE').dueAt)).toBe('2026-05-04');
  });
});

describe('who may move a deadline', () => {
  it('is not the office that owes the answer, but the one that waits, and the coordinator', () => {
    const later = change('T_DEC:R1', '2026-03-02');
    expect(code(referred(), 'sg-sh', later)).toBe('not_permitted');
    expect(code(referred(), 'sg-rav', later)).toBeUndefined();
    expect(code(referred(), 'sg-coo', later)).toBeUndefined();
    expect(code(referred(), 'sg-iv', later)).toBe('not_found');
  });

  it('is the lead for what it plans itself', () => {
    expect(code(referred(), 'sg-rav', change('T_RT', '2026-03-16'))).toBeUndefined();
    expect(code(referred(), 'sg-sh', change('T_RT', '2026-03-16'))).toBe('not_permitted');
  });

  it('is nobody for a deadline of the law', () => {
    const play = new Play(rulesOf('sg'))
      .admitted('sg-rav')
      .do('sg-rav', { kind: 'sendReferral', to: 'sg-iv', purpose: 'work_capacity_assessment' });
    expect(play.try(officer('sg-coo'), change('T_INFORM:R1', '2026-06-01'))).toMatchObject({
      code: 'legal_deadline',
      details: { deadline: 'T_INFORM' },
    });
  });

  it.each([
    ['T_DEC:R9', '2026-03-02', 'unknown_deadline'],
    ['T_DEC:R1', '2026-01-30', 'date_in_the_past'],
    ['T_DEC:R1', '2226-01-30', 'date_too_far'],
  ])('moves %s to %s not even with the right: %s', (key, dueOn, expected) => {
    expect(code(referred(), 'sg-coo', change(key, dueOn))).toBe(expected);
  });

  it('waits until a clock that stands still runs again', () => {
    const play = referred().do('sg-sh', {
      kind: 'requestInformation',
      referralId: 'R1',
      fields: ['permit'],
    });
    expect(code(play, 'sg-coo', change('T_DEC:R1', '2026-03-02'))).toBe(
      'not_allowed_in_this_state',
    );
  });
});
