import { needsVerdict, noticesOf } from '../../domain/case/react';
import { localDate } from '../../domain/deadlines/dates';
import { Play, engine, officer, rulesOf, verdict } from '../support/builders';

const adopt = { kind: 'adoptRules' } as const;
const old = rulesOf('sg');
const { T_CRIT, ...otherTerms } = old.policy.terms;
/** The canton gives itself eight days instead of five for the criteria, and a coordinator. */
const newPolicy = rulesOf('sg', {
  version: '2',
  coordinatorGate: true,
  terms: { T_CRIT: { BD: 8 }, ...otherTerms },
});
/** 9 February becomes a closed day. */
const newCalendar = {
  policy: old.policy,
  calendar: {
    ...old.calendar,
    version: 'corrected',
    closedOn: [...old.calendar.closedOn, '2026-02-09'],
  },
};
const due = (play: Play, key: string): string | undefined => {
  const found = play.state?.deadlines.find((deadline) => deadline.key === key);
  return found && localDate(found.dueAt);
};
/** The same case, and the rules that are in force from now on. */
const under = (play: Play, rules: Play['rules'], on = '2026-02-04'): Play => {
  const later = new Play(rules).on(on);
  later.state = play.state;
  return later;
};
const registered = (): Play => new Play(old).registered('sg-rav');

describe('a running case takes up new rules', () => {
  test('its clocks move to where the new policy has them, and its criteria are asked again', () => {
    const before = registered();
    expect([due(before, 'T_ACK'), due(before, 'T_CRIT')]).toEqual(['2026-02-04', '2026-02-09']);
    const play = under(before, newPolicy).do(engine, adopt);
    expect(play.events.map(({ type }) => type)).toEqual(['rulesAdopted', 'deadlineMoved']);
    expect(play.events[0]?.data).toEqual({
      policyId: 'SG-spec',
      policyVersion: '2',
      calendarVersion: 'spec',
      policyChanged: true,
      coordinatorGate: true,
    });
    expect(play.events[1]?.data).toMatchObject({
      deadline: { key: 'T_CRIT' },
      dueBefore: before.state?.deadlines.find(({ key }) => key === 'T_CRIT')?.dueAt,
    });
    expect([due(play, 'T_ACK'), due(play, 'T_CRIT')]).toEqual(['2026-02-04', '2026-02-12']);
    expect(play.state).toMatchObject({
      policyVersion: '2',
      calendarVersion: 'spec',
      coordinatorGate: true,
      status: 'registered',
    });
    expect(needsVerdict(play.events)).toBe(true);
  });

  test('whoever owes the step hears of its new day', () => {
    const play = under(registered(), newPolicy).do(engine, adopt);
    expect(noticesOf(play.state!, play.events)).toMatchObject([
      {
        to: 'sg-coo',
        type: 'ch.relais.deadline.moved.v1',
        deadline: 'T_CRIT',
        dueAt: '2026-02-12T16:00:00.000Z',
      },
    ]);
  });

  test('whoever decides under the new policy owes the decision, also when its day stays', () => {
    const play = under(registered(), rulesOf('sg', { version: '2', coordinatorGate: true }));
    play.do(engine, adopt);
    expect(play.nextDue()).toMatchObject({ key: 'T_CRIT', owedBy: 'sg-coo' });
    expect(due(play, 'T_CRIT')).toBe('2026-02-09');
    expect(noticesOf(play.state!, play.events)).toEqual([]);
    expect(play.try(officer('sg-rav'), { kind: 'confirmVerdict', referrals: [] })?.code).toBe(
      'not_permitted',
    );
  });

  test('a corrected calendar moves what it touches and asks nothing again', () => {
    const play = under(registered(), newCalendar).do(engine, adopt);
    expect([due(play, 'T_ACK'), due(play, 'T_CRIT')]).toEqual(['2026-02-04', '2026-02-10']);
    expect(needsVerdict(play.events)).toBe(false);
    expect(play.state).toMatchObject({ policyVersion: '1', calendarVersion: 'corrected' });
  });

  test('the same rules are refused, before and after', () => {
    expect(registered().try(engine, adopt)).toMatchObject({
      code: 'rules_unchanged',
      details: { policyId: 'SG-spec', policyVersion: '1' },
    });
    const moved = under(registered(), newPolicy).do(engine, adopt);
    expect(moved.try(engine, adopt)?.code).toBe('rules_unchanged');
    const corrected = under(registered(), newCalendar).do(engine, adopt);
    expect(corrected.try(engine, adopt)?.code).toBe('rules_unchanged');
  });

  test('what was confirmed stands, unless the criteria now say otherwise', () => {
    const before = registered()
      .do(engine, { kind: 'recordVerdict', verdict: verdict('bilateral') })
      .do('sg-rav', { kind: 'confirmVerdict', referrals: [] });
    const play = under(before, newPolicy).do(engine, adopt);
    expect(play.state?.status).toBe('bilateral');
    play.do(engine, { kind: 'recordVerdict', verdict: verdict('bilateral') });
    expect(play.state?.status).toBe('bilateral');
    play.do(engine, { kind: 'recordVerdict', verdict: verdict('admitted') });
    expect(play.state?.status).toBe('criteria_check');
    expect(play.nextDue()).toMatchObject({ key: 'T_CRIT', owedBy: 'sg-coo' });
  });

  test('an orphan clock goes on: a change of rules is no step of anybody', () => {
    const before = registered()
      .do(engine, { kind: 'recordVerdict', verdict: verdict('bilateral') })
      .do('sg-rav', { kind: 'confirmVerdict', referrals: [] });
    const orphan = due(before, 'T_ORPHAN');
    expect(orphan).toBe('2026-03-04');
    const play = under(before, newPolicy, '2026-02-20').do(engine, adopt);
    expect(due(play, 'T_ORPHAN')).toBe(orphan);
  });

  test('no person adopts rules for a case, and a closed case keeps those it had', () => {
    const play = under(registered(), newPolicy);
    expect(play.try(officer('sg-coo'), adopt)?.code).toBe('not_permitted');
    play.do('sg-coo', { kind: 'closeCase', outcome: 'dropout' });
    expect(play.try(engine, adopt)?.code).toBe('not_allowed_in_this_state');
  });
});
