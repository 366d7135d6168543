import { needsVerdict, noticesOf } from '../../domain/case/react';
import { localDate } from '../../domain/deadlines/dates';
import { allowedActions } from '../../domain/allowed-actions';
import type { AnyCommandBody, ClosureOutcome } from '../../schemas/index';
import { Play, engine, officer, rulesOf, verdict } from '../support/builders';

const reopen: AnyCommandBody = { kind: 'reopenCase' };
const goal = { goal: 'work', responsible: 'sg-sh', dueOn: '2026-12-01' } as const;
const agree: AnyCommandBody = { kind: 'agreePlan', goals: [goal] };

/** Led by the employment service, with a plan and a follow-up, and closed on 10 June. */
const closed = (outcome: ClosureOutcome = 'employed_primary'): Play => {
  const play = new Play(rulesOf('sg')).admitted('sg-sh');
  play.do('sg-sh', { kind: 'sendReferral', to: 'sg-rav', purpose: 'placement' });
  play.do('sg-rav', { kind: 'acceptReferral', referralId: 'R1', claimsLead: true });
  play.do('sg-rav', agree).on('2026-05-04');
  play.do('sg-rav', { kind: 'recordFollowUp', goals: [{ number: 1, state: 'achieved' }] });
  return play.on('2026-06-10').do('sg-rav', { kind: 'closeCase', outcome });
};

describe('a relapse within twelve months', () => {
  test('goes on in the same case, with who led it, and who took part hears of it', () => {
    const play = closed().on('2026-09-01');
    const before = play.state!.version;
    play.do('sg-sh', reopen);
    const events = play.events.filter(({ seq }) => seq > before);
    expect(play.state).toMatchObject({
      status: 'admitted',
      lead: { institutionId: 'sg-rav', interim: false },
      followUpsDone: [],
      referrals: [{ id: 'R1', status: 'done' }],
    });
    expect(play.state).not.toHaveProperty('plan');
    expect(play.state).not.toHaveProperty('outcome');
    expect(play.nextDue()).toMatchObject({ key: 'T_ORPHAN', owedBy: 'sg-rav' });
    expect(needsVerdict(events, play.state)).toBe(true);
    expect(noticesOf(play.state!, events).map(({ to, type }) => `${type} ${to}`)).toEqual([
      'ch.relais.case.reopened.v1 sg-rav',
    ]);
    expect(play.events.filter(({ type }) => type === 'caseClosed')).toHaveLength(1);
  });

  test('leads to a new plan with follow-ups of its own', () => {
    const play = closed().on('2026-09-01').do('sg-rav', reopen).do('sg-rav', agree);
    play.do('sg-rav', { kind: 'recordFollowUp', goals: [] });
    expect(play.state).toMatchObject({ status: 'follow_up', followUpsDone: [3] });
  });

  test('in a case that nobody led is decided on anew', () => {
    const play = new Play(rulesOf('fr')).registered('fr-rav');
    play.do(engine, { kind: 'recordVerdict', verdict: verdict('not_admitted') });
    play.do('fr-coo', { kind: 'confirmVerdict', referrals: [] });
    play.do('fr-rav', { kind: 'closeCase', outcome: 'back_to_single_institution' });
    play.on('2026-03-02').do('fr-rav', reopen);
    expect(play.state?.status).toBe('criteria_check');
    expect(play.nextDue()).toMatchObject({ key: 'T_CRIT', owedBy: 'fr-coo' });
    play.do(engine, { kind: 'recordVerdict', verdict: verdict('admitted') });
    play.do('fr-coo', { kind: 'confirmVerdict', referrals: [] });
    expect(play.state?.status).toBe('admitted');
  });

  test('gives back a lead that was delegated', () => {
    const play = new Play(
      rulesOf('sg', { delegation: { law: 'IVG 54', timeLimited: true } }),
    ).admitted('sg-sh');
    play.do('sg-sh', { kind: 'sendReferral', to: 'sg-rav', purpose: 'placement' });
    play.do('sg-rav', { kind: 'acceptReferral', referralId: 'R1', claimsLead: false });
    play.do('sg-sh', { kind: 'delegateLead', to: 'sg-rav', until: '2026-12-01' });
    play.do('sg-rav', { kind: 'closeCase', outcome: 'employed_primary' });
    play.do('sg-rav', reopen);
    expect(play.state).toMatchObject({ lead: { institutionId: 'sg-sh' } });
    expect(play.state).not.toHaveProperty('delegation');
  });

  test('is for the offices that were responsible', () => {
    const play = closed();
    const may = (by: string) => allowedActions(play.state!, officer(by)).map(({ kind }) => kind);
    for (const by of ['sg-sh', 'sg-rav', 'sg-coo']) expect(may(by)).toContain('reopenCase');
    expect(may('sg-iv')).toEqual([]);
    expect(play.try(officer('sg-iv'), reopen)?.code).toBe('not_found');
  });
});

describe('a relapse that is none of this case any more', () => {
  test('after twelve months a new case is registered that continues it', () => {
    expect(closed().on('2027-06-10').try(officer('sg-sh'), reopen)).toBeUndefined();
    expect(closed().on('2027-06-11').try(officer('sg-sh'), reopen)).toEqual({
      code: 'not_allowed_in_this_state',
      details: { command: 'reopenCase', until: '2027-06-10', instead: 'registerCase' },
    });
  });

  test.each(['duplicate', 'moved_canton'] as const)(
    'a case that lives on elsewhere stays closed (%s)',
    (outcome) => {
      const code = closed(outcome).try(officer('sg-sh'), reopen)?.code;
      expect(code).toBe('not_allowed_in_this_state');
    },
  );

  test('an open case is not opened', () => {
    const play = new Play(rulesOf('sg')).admitted('sg-sh');
    expect(play.try(officer('sg-sh'), reopen)?.code).toBe('not_allowed_in_this_state');
    expect(localDate(play.now)).toBe('2026-02-02');
  });
});
