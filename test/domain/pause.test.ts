import { findDeadline } from '../../domain/case/clocks';
import { localDate } from '../../domain/deadlines/dates';
import { Play, engine, rulesOf, verdict } from '../support/builders';

const dueOn = (play: Play, key: string): string | undefined => {
  const found = findDeadline(play.state!, key);
  return found === undefined ? undefined : localDate(found.dueAt);
};
const stopped = (play: Play, key: string) => findDeadline(play.state!, key)?.stopped;
const running = (play: Play): string[] =>
  play.state!.deadlines.filter((one) => one.stopped === undefined).map(({ key }) => key);
const pause = (play: Play, reviewOn: string): Play =>
  play.do('sg-rav', { kind: 'pauseCase', reason: 'sickness', reviewOn });
const goals = [{ goal: 'work', responsible: 'sg-rav', dueOn: '2026-12-01' }] as const;

/** Admitted on 2 February, sent to the disability insurance on the same day: an answer by 16 February. */
const referred = (): Play =>
  new Play(rulesOf('sg'))
    .admitted('sg-rav')
    .do('sg-rav', { kind: 'sendReferral', to: 'sg-sh', purpose: 'coaching', reciprocity: true })
    .do('sg-rav', { kind: 'sendReferral', to: 'sg-iv', purpose: 'work_capacity_assessment' });

describe('a person who falls ill', () => {
  it('stops the clocks of service with what they have left; the duty to inform goes on', () => {
    const play = pause(referred().on('2026-02-05'), '2026-04-07');
    expect(play.state).toMatchObject({
      paused: { reason: 'sickness', reviewOn: '2026-04-07', since: play.now },
    });
    expect(stopped(play, 'T_DEC:R2')).toEqual({ at: play.now, remainingBD: 7, because: 'pause' });
    expect(stopped(play, 'T_RT')).toMatchObject({ because: 'pause' });
    expect(running(play).toSorted()).toEqual(['T_INFORM:R2', 'T_PAUSE']);
  });

  it('leaves the recipient in peace: no ladder speaks until the day of the review', () => {
    const play = pause(referred().on('2026-02-05'), '2026-04-07')
      .on('2026-02-06')
      .do('sg-rav', { kind: 'informPerson', referralId: 'R2' })
      .until('2026-04-06');
    expect(play.types()).not.toContain('deadlineReached');
    play.until('2026-04-07');
    expect(play.events.at(-1)).toMatchObject({
      type: 'deadlineReached',
      data: { key: 'T_PAUSE', level: 'L1', owedBy: 'sg-rav' },
    });
  });

  it('gives every clock back what it had, and never less than three business days', () => {
    const play = pause(referred().on('2026-02-12'), '2026-04-07');
    expect(stopped(play, 'T_DEC:R2')).toMatchObject({ remainingBD: 2 });
    play.on('2026-03-16').do('sg-rav', { kind: 'resumeCase' });
    expect(play.state).not.toHaveProperty('paused');
    expect(dueOn(play, 'T_DEC:R2')).toBe('2026-03-19');
    expect(dueOn(play, 'T_RT')).toBe('2026-04-01');
    expect(running(play)).not.toContain('T_PAUSE');
    expect(play.events.find(({ type }) => type === 'caseResumed')?.data).toEqual({
      pausedSince: '2026-02-12T08:00:00.000Z',
    });
  });

  it('shifts the follow-ups of the plan by the days the case stood still, also the later ones', () => {
    const play = new Play(rulesOf('sg'))
      .admitted('sg-rav')
      .do('sg-rav', { kind: 'agreePlan', goals: [...goals] })
      .on('2026-03-02');
    expect(dueOn(play, 'T_FU:3')).toBe('2026-05-04');
    pause(play, '2026-04-07').on('2026-04-01').do('sg-rav', { kind: 'resumeCase' });
    expect(dueOn(play, 'T_FU:3')).toBe('2026-06-03');
    expect(play.state!.plan).toMatchObject({ pausedDays: 30 });
    play.on('2026-06-03').do('sg-rav', { kind: 'recordFollowUp', goals: [] });
    expect(dueOn(play, 'T_FU:6')).toBe('2026-09-01');
  });

  it('shifts a follow-up by the whole pause when it is recorded in the middle of it', () => {
    const play = new Play(rulesOf('sg'))
      .admitted('sg-rav')
      .do('sg-rav', { kind: 'agreePlan', goals: [...goals] })
      .on('2026-04-01');
    pause(play, '2026-06-01').on('2026-04-11').do('sg-rav', { kind: 'recordFollowUp', goals: [] });
    expect(stopped(play, 'T_FU:6')).toMatchObject({ because: 'pause' });
    play.on('2026-05-01').do('sg-rav', { kind: 'resumeCase' });
    expect(dueOn(play, 'T_FU:6')).toBe('2026-09-01');
  });
});

describe('a pause and what waits for another reason', () => {
  it('lets the answer wait on for the information when the case is resumed', () => {
    const play = referred()
      .on('2026-02-04')
      .do('sg-iv', { kind: 'requestInformation', referralId: 'R2', fields: ['permit'] });
    pause(play.on('2026-02-05'), '2026-04-07');
    expect(stopped(play, 'T_DEC:R2')).toEqual({ at: '2026-02-04T08:00:00.000Z', remainingBD: 8 });
    play.on('2026-03-02').do('sg-rav', { kind: 'resumeCase' });
    expect(stopped(play, 'T_DEC:R2')).toBeDefined();
    expect(dueOn(play, 'T_INFO:R2')).toBe('2026-03-13');
    play.do('sg-rav', { kind: 'answerInformation', referralId: 'R2' });
    expect(dueOn(play, 'T_DEC:R2')).toBe('2026-03-12');
  });

  it('keeps a question that was asked in the pause waiting beyond it', () => {
    const play = pause(referred().on('2026-02-05'), '2026-04-07')
      .on('2026-02-10')
      .do('sg-iv', { kind: 'requestInformation', referralId: 'R2', fields: ['permit'] });
    expect(stopped(play, 'T_DEC:R2')).toEqual({ at: play.now, remainingBD: 7 });
    play.on('2026-03-02').do('sg-rav', { kind: 'resumeCase' });
    expect(stopped(play, 'T_DEC:R2')).toBeDefined();
    expect(stopped(play, 'T_INFO:R2')).toBeUndefined();
  });

  it('lets a clock that starts in the pause wait from its first moment', () => {
    const play = pause(new Play(rulesOf('sg')).admitted('sg-rav').on('2026-02-05'), '2026-04-07')
      .on('2026-02-06')
      .do('sg-rav', { kind: 'sendReferral', to: 'sg-sh', purpose: 'coaching', reciprocity: true });
    expect(stopped(play, 'T_DEC:R1')).toMatchObject({ remainingBD: 10, because: 'pause' });
    play.on('2026-03-02').do('sg-rav', { kind: 'resumeCase' });
    expect(dueOn(play, 'T_DEC:R1')).toBe('2026-03-16');
  });

  it('takes an answer that comes all the same, and the next look at it waits', () => {
    const play = pause(referred().on('2026-02-05'), '2026-04-07')
      .on('2026-02-09')
      .do('sg-iv', { kind: 'acceptReferral', referralId: 'R2', claimsLead: false });
    expect(play.state!.referrals[1]).toMatchObject({ status: 'accepted' });
    expect(stopped(play, 'T_REVIEW:R2')).toMatchObject({ because: 'pause' });
    const before = dueOn(play, 'T_REVIEW:R2');
    play.on('2026-02-19').do('sg-rav', { kind: 'resumeCase' });
    expect([before, dueOn(play, 'T_REVIEW:R2')]).toEqual(['2026-05-11', '2026-05-21']);
  });

  it('asks the criteria when a deferral ends, but their confirmation waits', () => {
    const play = new Play(rulesOf('sg'))
      .registered('sg-rav')
      .do(engine, {
        kind: 'recordVerdict',
        verdict: verdict('deferred', [], { deferFor: { CD: 30 } }),
      })
      .do('sg-rav', { kind: 'confirmVerdict', referrals: [] });
    pause(play.on('2026-02-05'), '2026-06-01').until('2026-03-31');
    expect(play.events.at(-1)).toMatchObject({
      type: 'deadlineStopped',
      data: { key: 'T_CRIT', because: 'pause' },
    });
  });
});

describe('who pauses and resumes', () => {
  it('is not a recipient, and nobody twice', () => {
    const play = pause(referred(), '2026-04-07');
    const again = { kind: 'pauseCase', reason: 'abroad', reviewOn: '2026-05-04' } as const;
    const rav = { userId: 'u', institutionId: 'sg-rav', role: 'officer' } as const;
    expect(play.try(rav, again)).toMatchObject({
      code: 'case_paused',
      details: { reviewOn: '2026-04-07' },
    });
    expect(play.try({ ...rav, institutionId: 'sg-iv' }, again)?.code).toBe('not_permitted');
    play.do('sg-rav', { kind: 'resumeCase' });
    expect(play.try(rav, { kind: 'resumeCase' })?.code).toBe('not_allowed_in_this_state');
  });

  it.each([
    ['2026-02-01', 'date_in_the_past'],
    ['2027-02-03', 'date_too_far'],
    ['2226-02-03', 'date_too_far'],
  ])('can not set the review on %s', (reviewOn, code) => {
    const rav = { userId: 'u', institutionId: 'sg-rav', role: 'officer' } as const;
    const body = { kind: 'pauseCase', reason: 'sickness', reviewOn } as const;
    expect(referred().try(rav, body)).toMatchObject({ code, details: { field: 'reviewOn' } });
  });

  it('may close a case that stands still', () => {
    const play = pause(new Play(rulesOf('sg')).admitted('sg-rav'), '2026-04-07').do('sg-rav', {
      kind: 'closeCase',
      outcome: 'dropout',
    });
    expect(play.state).toMatchObject({ status: 'closed', deadlines: [] });
    expect(play.state).not.toHaveProperty('paused');
  });
});
