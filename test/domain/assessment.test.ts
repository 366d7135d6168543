import { localDate } from '../../domain/deadlines/dates';
import type { AnyCommandBody } from '../../schemas/index';
import { Play, officer, policy, rulesOf } from '../support/builders';

const ladders = {
  ...policy('sg').ladders,
  T_ASSESS: { L1: 0, L2: 5, L3: 10 },
};
const start = (by: string): AnyCommandBody => ({ kind: 'startAssessment', by });
const complete = (
  result: 'employable' | 'not_yet_employable',
  againOn?: string,
): AnyCommandBody => ({
  kind: 'completeAssessment',
  result,
  ...(againOn === undefined ? {} : { againOn }),
});
/** Admitted on 2 February, led by social aid; integration promotion was asked and accepted. */
const admitted = (): Play =>
  new Play(rulesOf('sg', { ladders }))
    .admitted('sg-sh')
    .do('sg-sh', { kind: 'sendReferral', to: 'sg-if', purpose: 'potential_assessment' })
    .do('sg-if', { kind: 'acceptReferral', referralId: 'R1', claimsLead: false });
const assessing = (): Play => admitted().do('sg-sh', start('sg-if'));
const clock = (play: Play, key: string): [string, string] | undefined => {
  const found = play.state?.deadlines.find((one) => one.key === key);
  return found && [localDate(found.dueAt), found.owedBy];
};
const milestones = (play: Play): string[] =>
  play.events.flatMap((event) =>
    event.type === 'milestoneRecorded' ? [event.data.milestone] : [],
  );

describe('an assessment before the offices meet', () => {
  test('is owed within twenty business days by who assesses; the meeting waits for it', () => {
    const play = admitted();
    expect(clock(play, 'T_RT')).toEqual(['2026-03-02', 'sg-sh']);
    play.on('2026-02-03').do('sg-sh', start('sg-if'));
    expect(play.state).toMatchObject({ status: 'assessment', assessedBy: 'sg-if' });
    expect(clock(play, 'T_ASSESS')).toEqual(['2026-03-03', 'sg-if']);
    expect(clock(play, 'T_RT')).toBeUndefined();
  });

  test('is given only to an office that may read what it needs', () => {
    expect(admitted().try(officer('sg-sh'), start('sg-bslb'))).toMatchObject({
      code: 'legal_basis_missing',
      details: { to: 'sg-bslb' },
    });
  });

  test('is begun by the lead or the coordination, and not twice at a time', () => {
    const play = admitted();
    expect(play.try(officer('sg-if'), start('sg-if'))?.code).toBe('not_permitted');
    play.do('sg-coo', start('sg-if'));
    expect(play.try(officer('sg-sh'), start('sg-if'))?.code).toBe('not_allowed_in_this_state');
  });

  test('that comes late climbs the ladder of its office', () => {
    const play = assessing().until('2026-03-02');
    expect(play.events.at(-1)).toMatchObject({
      type: 'deadlineReached',
      data: { key: 'T_ASSESS', level: 'L1', recipients: [{ institutionId: 'sg-if' }] },
    });
  });
});

describe('the result of an assessment', () => {
  test('employable: the offices are called together, with a clock of their own', () => {
    const play = assessing().on('2026-02-20').do('sg-if', complete('employable'));
    expect(milestones(play)).toEqual(['potential_assessed', 'employable']);
    expect(clock(play, 'T_ASSESS')).toBeUndefined();
    expect(clock(play, 'T_RT')).toEqual(['2026-03-20', 'sg-sh']);
    expect(play.state?.status).toBe('assessment');
  });

  test('too early: the lead looks again on the day that was named, and nobody meets for nothing', () => {
    const play = assessing().on('2026-02-20');
    play.do('sg-if', complete('not_yet_employable', '2026-08-20'));
    expect(milestones(play)).toEqual(['potential_assessed', 'not_yet_employable']);
    expect(clock(play, 'T_ASSESS:again')).toEqual(['2026-08-20', 'sg-sh']);
    expect(clock(play, 'T_RT')).toBeUndefined();
    play.on('2026-08-20').do('sg-sh', complete('employable'));
    expect(clock(play, 'T_ASSESS:again')).toBeUndefined();
    expect(clock(play, 'T_RT')).toEqual(['2026-09-17', 'sg-sh']);
  });

  test('whoever leads by then owes the second look', () => {
    const play = assessing().do('sg-if', complete('not_yet_employable', '2026-08-20'));
    play.do('sg-sh', { kind: 'assignLead', institutionId: 'sg-if' });
    expect(clock(play, 'T_ASSESS:again')).toEqual(['2026-08-20', 'sg-if']);
  });

  test('a running assessment stays with its office when the lead changes', () => {
    const play = new Play(rulesOf('sg')).admitted('sg-sh').do('sg-sh', start('sg-sh'));
    play.do('sg-coo', { kind: 'assignLead', institutionId: 'sg-coo' });
    expect(clock(play, 'T_ASSESS')?.[1]).toBe('sg-sh');
  });

  test('is said by who assessed, the lead or the coordination, while somebody asks for it', () => {
    const play = assessing();
    expect(play.try(officer('sg-bslb'), complete('employable'))?.code).toBe('not_found');
    play.do('sg-coo', complete('employable'));
    expect(play.try(officer('sg-if'), complete('employable'))?.code).toBe(
      'not_allowed_in_this_state',
    );
  });

  test('looks ahead, not back', () => {
    const play = assessing();
    const past = complete('not_yet_employable', '2026-02-01');
    expect(play.try(officer('sg-if'), past)).toMatchObject({
      code: 'date_in_the_past',
      details: { field: 'againOn' },
    });
    const far = complete('not_yet_employable', '2226-02-01');
    expect(play.try(officer('sg-if'), far)?.code).toBe('date_too_far');
  });

  test('after a meeting was called in the meantime no second one is asked for', () => {
    const play = assessing().do('sg-sh', {
      kind: 'scheduleMeeting',
      meetingOn: '2026-03-04',
      minutes: 90,
      invite: [],
    });
    play.do('sg-if', complete('employable'));
    expect(play.state?.status).toBe('meeting');
    expect(clock(play, 'T_RT')).toEqual(['2026-03-04', 'sg-sh']);
  });
});
