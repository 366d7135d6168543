import { needsVerdict, noticesOf } from '../../domain/case/react';
import { localDate } from '../../domain/deadlines/dates';
import { viewOf } from '../../domain/view';
import type { CommandBody, VerdictOutcome, VerdictSummary } from '../../schemas/index';
import { Play, engine, officer, rulesOf, verdict } from '../support/builders';

const confirm: Extract<CommandBody, { kind: 'confirmVerdict' }> = {
  kind: 'confirmVerdict',
  referrals: [],
};
const deferred = verdict('deferred', [], { deferFor: { CD: 60 } });
const advised = (play: Play, advice: VerdictSummary): Play =>
  play.do(engine, { kind: 'recordVerdict', verdict: advice });
const clock = (play: Play, key: string) =>
  play.state?.deadlines.find((deadline) => deadline.key === key);
const due = (play: Play, key: string): string | undefined => {
  const found = clock(play, key);
  return found && localDate(found.dueAt);
};
/** Social aid registered somebody in an acute crisis; the case office deferred the question. */
const waiting = (): Play =>
  advised(new Play(rulesOf('fr')).registered('fr-sh'), deferred).do('fr-coo', confirm);

describe('a person in an acute crisis', () => {
  test('is not rejected: the question stands, and comes back after sixty days', () => {
    const play = waiting();
    expect(play.state).toMatchObject({ status: 'criteria_check', confirmed: 'deferred' });
    expect(due(play, 'T_CRIT')).toBeUndefined();
    expect(clock(play, 'T_DEFER')).toMatchObject({ owedBy: 'fr-sh', basis: 'CD' });
    // 60 days after 2 February 2026 is Good Friday, and Easter Monday follows.
    expect(due(play, 'T_DEFER')).toBe('2026-04-07');
  });

  test('the same advice on other facts does not open the question again', () => {
    const play = advised(waiting().on('2026-02-20'), deferred);
    expect(play.state?.confirmed).toBe('deferred');
    expect(due(play, 'T_CRIT')).toBeUndefined();
    expect(due(play, 'T_DEFER')).toBe('2026-04-07');
  });

  test('other advice does, and nobody waits for the end of the deferral any more', () => {
    const play = advised(waiting().on('2026-02-20'), verdict('admitted'));
    expect(play.state?.confirmed).toBeUndefined();
    expect(due(play, 'T_DEFER')).toBeUndefined();
    expect(play.nextDue()).toMatchObject({ key: 'T_CRIT', owedBy: 'fr-coo' });
  });

  test('when the time is over, the office hears of it and the criteria are asked again', () => {
    const play = waiting();
    const before = play.events.length;
    play.until('2026-04-07');
    const events = play.events.slice(before);
    expect(events.map(({ type }) => type)).toEqual([
      'deadlineReached',
      'deadlineCleared',
      'deadlineSet',
    ]);
    expect(noticesOf(play.state!, events)).toMatchObject([
      { to: 'fr-sh', type: 'ch.relais.deadline.reached.v1', deadline: 'T_DEFER' },
    ]);
    expect(needsVerdict(events)).toBe(true);
    expect(play.state?.confirmed).toBeUndefined();
    expect(clock(play, 'T_CRIT')).toMatchObject({ owedBy: 'fr-coo' });
  });

  test('may be deferred once more by a person, on the advice of that day', () => {
    const play = advised(waiting().until('2026-04-07'), deferred).do('fr-coo', confirm);
    expect(due(play, 'T_DEFER')).toBe('2026-06-08');
  });

  test('somebody may decide earlier, with a reason, but not defer what is deferred', () => {
    const play = waiting().on('2026-02-20');
    expect(play.try(officer('fr-coo'), confirm)?.code).toBe('not_allowed_in_this_state');
    play.do('fr-coo', { ...confirm, outcome: 'admitted', reason: 'urgent_risk' });
    expect(play.state?.status).toBe('admitted');
    expect(due(play, 'T_DEFER')).toBeUndefined();
  });

  test('nobody defers without an end: only a rule says how long', () => {
    const play = advised(new Play(rulesOf('fr')).registered('fr-sh'), verdict('admitted'));
    const other = { ...confirm, outcome: 'deferred', reason: 'hardship' } as const;
    expect(play.try(officer('fr-coo'), other)).toMatchObject({
      code: 'not_allowed_in_this_state',
      details: { outcome: 'deferred' },
    });
  });
});

describe('what stands after an outcome is confirmed', () => {
  const statuses: readonly [VerdictOutcome, string, string | undefined][] = [
    ['admitted', 'admitted', undefined],
    ['bilateral', 'bilateral', undefined],
    ['ordinary', 'bilateral', undefined],
    ['duty', 'bilateral', undefined],
    ['redirected', 'not_admitted', '2026-02-16'],
    ['merge', 'not_admitted', '2026-02-16'],
    ['not_admitted', 'not_admitted', '2026-02-16'],
    ['not_applicable', 'not_admitted', '2026-02-16'],
  ];
  test.each(statuses)('%s: the case is %s', (outcome, status, closeOn) => {
    const play = advised(new Play(rulesOf('sg')).registered('sg-sh'), verdict(outcome));
    play.do('sg-sh', confirm);
    expect(play.state).toMatchObject({ status, confirmed: outcome });
    expect(due(play, 'T_CLOSE')).toBe(closeOn);
  });

  test.each(statuses)('%s again on new facts changes nothing', (outcome, status) => {
    const play = advised(new Play(rulesOf('sg')).registered('sg-sh'), verdict(outcome));
    advised(play.do('sg-sh', confirm), verdict(outcome));
    expect(play.state?.status).toBe(status);
    expect(due(play, 'T_CRIT')).toBeUndefined();
  });

  test('a case confirmed under an earlier release is judged by its status', () => {
    const play = advised(new Play(rulesOf('sg')).registered('sg-sh'), verdict('bilateral'));
    play.do('sg-sh', confirm);
    const { confirmed, ...before } = play.state!;
    play.state = before;
    expect(confirmed).toBe('bilateral');
    advised(play, verdict('bilateral'));
    expect(play.state.status).toBe('bilateral');
    advised(play, verdict('admitted'));
    expect(play.state.status).toBe('criteria_check');
  });
});

describe('a fact that changes by itself on a day', () => {
  const birthday = '2026-05-20';
  const aging = (reviewOn?: string, outcome: VerdictOutcome = 'not_admitted') =>
    verdict(outcome, [], reviewOn === undefined ? {} : { reviewOn });
  const watched = (): Play =>
    advised(new Play(rulesOf('sg')).registered('sg-sh'), aging(birthday)).do('sg-sh', confirm);

  test('has the criteria asked again on that day, and nobody is told of the clock itself', () => {
    const play = watched().do('sg-sh', { kind: 'updateFacts', dossierRef: ref, fields: [] });
    expect(clock(play, 'T_FACTS')).toMatchObject({ owedBy: 'sg-sh', basis: 'date' });
    play.until('2026-05-19');
    const before = play.events.length;
    play.until(birthday);
    const events = play.events
      .slice(before)
      .filter(({ data }) => 'key' in data && data.key === 'T_FACTS');
    expect(events.map(({ type }) => type)).toEqual(['deadlineReached', 'deadlineCleared']);
    expect(noticesOf(play.state!, events)).toEqual([]);
    expect(needsVerdict(events)).toBe(true);
  });

  test('is watched until newer advice names another day, or none', () => {
    const play = advised(watched(), aging('2026-06-01'));
    expect(due(play, 'T_FACTS')).toBe('2026-06-01');
    const before = play.events.length;
    advised(play, aging('2026-06-01'));
    expect(play.events.slice(before).map(({ type }) => type)).toEqual(['verdictProposed']);
    advised(play, aging());
    expect(due(play, 'T_FACTS')).toBeUndefined();
  });

  test('is not asked about for ever: a day that has come was looked at already', () => {
    const play = advised(watched().on(birthday), aging(birthday));
    expect(due(play, 'T_FACTS')).toBeUndefined();
  });

  test('is no follow-up: a case with nothing else has an orphan clock, and that is shown', () => {
    const play = advised(
      new Play(rulesOf('sg')).registered('sg-sh'),
      aging('2026-02-10', 'bilateral'),
    );
    play.do('sg-sh', confirm);
    expect(clock(play, 'T_ORPHAN')).toMatchObject({ owedBy: 'sg-sh' });
    // The engine wakes on the tenth; people are shown what somebody owes.
    expect(play.nextDue()).toMatchObject({ key: 'T_FACTS' });
    expect(viewOf(play.state!, officer('sg-sh')).nextDue).toMatchObject({ key: 'T_ORPHAN' });
  });
});

const ref = '00000000-0000-4000-8000-0000000000bb';
