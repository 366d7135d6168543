import { noticesOf } from '../../domain/case/react';
import { partiesOf } from '../../domain/case/state';
import { localDate } from '../../domain/deadlines/dates';
import { permit } from '../../domain/permissions';
import type { AnyCommandBody } from '../../schemas/index';
import { Play, officer, policy, rulesOf } from '../support/builders';

const delegation = { law: 'IVG 54', timeLimited: true };
const ladders = {
  ...policy('sg').ladders,
  T_LEAD: { L1: 0, L3: 5 },
};
const until = '2026-06-30';
const delegate = (to: string, day = until): AnyCommandBody => ({
  kind: 'delegateLead',
  to,
  until: day,
});
const end: AnyCommandBody = { kind: 'endDelegation' };
/** Social aid leads; the employment service and the disability insurance were asked and accepted. */
const shared = (part: object = { delegation }): Play => {
  const play = new Play(rulesOf('sg', { ladders, ...part })).admitted('sg-sh');
  play.do('sg-coo', { kind: 'assignLead', institutionId: 'sg-sh' });
  for (const to of ['sg-rav', 'sg-iv'])
    play.do('sg-sh', { kind: 'sendReferral', to, purpose: 'placement' });
  for (const [by, referralId] of [
    ['sg-rav', 'R1'],
    ['sg-iv', 'R2'],
  ] as const)
    play.do(by, {
      kind: 'acceptReferral',
      referralId,
      claimsLead: false,
      reviewOn: '2027-02-01',
    });
  return play;
};
const delegated = (): Play => shared().do('sg-sh', delegate('sg-rav'));
const clock = (play: Play, key: string): [string, string] | undefined => {
  const found = play.state?.deadlines.find((one) => one.key === key);
  return found && [localDate(found.dueAt), found.owedBy];
};
const leadIn = (play: Play): unknown => play.state && 'lead' in play.state && play.state.lead;

describe('an institution that delegates the lead for a time', () => {
  test('keeps the overall responsibility, and its part in the case', () => {
    const play = delegated();
    expect(leadIn(play)).toEqual({ institutionId: 'sg-rav', interim: false });
    expect(play.state).toMatchObject({
      overallResponsibility: 'sg-sh',
      delegation: { from: 'sg-sh', to: 'sg-rav', until },
    });
    expect(partiesOf(play.state!)).toContain('sg-sh');
    expect(clock(play, 'T_DELEGATION')).toEqual([until, 'sg-rav']);
    expect(clock(play, 'T_RT')?.[1]).toBe('sg-rav');
  });

  test('can not where the canton knows no delegation', () => {
    expect(shared({}).try(officer('sg-sh'), delegate('sg-rav'))?.code).toBe(
      'delegation_not_possible',
    );
  });

  test('names an office that may lead, another than itself, and a day that will come', () => {
    const play = shared();
    const codeOf = (body: AnyCommandBody) => play.try(officer('sg-sh'), body)?.code;
    expect(codeOf(delegate('sg-bslb'))).toBe('legal_basis_missing');
    expect(codeOf(delegate('sg-sh'))).toBe('not_allowed_in_this_state');
    expect(codeOf(delegate('sg-rav', '2026-02-01'))).toBe('date_in_the_past');
    expect(codeOf(delegate('sg-rav', '2226-02-01'))).toBe('date_too_far');
    expect(play.try(officer('sg-rav'), delegate('sg-rav'))?.code).toBe('not_permitted');
  });

  test('delegates once: the delegate does not pass it on', () => {
    expect(delegated().try(officer('sg-rav'), delegate('sg-iv'))?.code).toBe(
      'not_allowed_in_this_state',
    );
  });
});

describe('a delegation ends', () => {
  test('by itself on its day, with a warning to both sides ten business days before', () => {
    const play = delegated().do('sg-rav', {
      kind: 'agreePlan',
      goals: [{ goal: 'work', responsible: 'sg-rav', dueOn: '2026-12-01' }],
    });
    play.do('sg-iv', { kind: 'approveCosts', payer: 'sg-iv' });
    play.do('sg-iv', { kind: 'startMeasure' }).until(until);
    const fired = play.events.flatMap((event) =>
      event.type === 'deadlineReached' && event.data.key === 'T_DELEGATION'
        ? [
            [
              event.data.level,
              localDate(event.at),
              event.data.recipients.map((one) => one.institutionId).join(' '),
            ].join(' '),
          ]
        : [],
    );
    expect(fired).toEqual(['L0 2026-06-16 sg-rav sg-sh', 'due 2026-06-30 sg-rav sg-sh']);
    expect(leadIn(play)).toEqual({ institutionId: 'sg-sh', interim: false });
    expect(play.state?.delegation).toBeUndefined();
    expect(play.state?.overallResponsibility).toBeUndefined();
    expect(clock(play, 'T_DELEGATION')).toBeUndefined();
    expect(clock(play, 'T_FU:6')?.[1] ?? clock(play, 'T_FU:3')?.[1]).toBe('sg-sh');
    const back = play.events.findLast(({ type }) => type === 'leadAssigned')!;
    expect(noticesOf(play.state!, [back]).map(({ to }) => to)).toEqual(
      expect.arrayContaining(['sg-rav', 'sg-sh']),
    );
  });

  test.each(['sg-rav', 'sg-sh', 'sg-coo'])('earlier, when %s says so', (by) => {
    const play = delegated().do(by, end);
    expect(leadIn(play)).toEqual({ institutionId: 'sg-sh', interim: false });
    expect(clock(play, 'T_DELEGATION')).toBeUndefined();
    expect(play.try(officer('sg-sh'), end)?.code).toBe('not_allowed_in_this_state');
  });

  test('not because an office wishes it that neither leads nor delegated', () => {
    const play = delegated();
    expect(permit(play.state!, officer('sg-iv'), { kind: 'endDelegation' })).toBe('not_permitted');
  });

  test('when the coordination gives the lead to somebody for good, also to the delegate', () => {
    for (const to of ['sg-iv', 'sg-rav']) {
      const play = delegated().do('sg-coo', { kind: 'assignLead', institutionId: to });
      expect(leadIn(play)).toEqual({ institutionId: to, interim: false });
      expect(play.state).not.toHaveProperty('delegation');
      expect(play.state).not.toHaveProperty('overallResponsibility');
      expect(clock(play, 'T_DELEGATION')).toBeUndefined();
    }
  });
});

describe('two institutions that claim the lead', () => {
  const claimed = (before: Play): Play =>
    before
      .do('sg-sh', { kind: 'sendReferral', to: 'sg-if', purpose: 'coaching' })
      .do('sg-if', { kind: 'acceptReferral', referralId: 'R3', claimsLead: true });

  test('wait for the coordination, which owes its decision within five business days', () => {
    const play = claimed(shared());
    expect(play.state?.leadConflict).toBe('sg-if');
    expect(clock(play, 'T_LEAD')).toEqual(['2026-02-09', 'sg-coo']);
    expect(leadIn(play)).toMatchObject({ institutionId: 'sg-sh' });
    expect(play.try(officer('sg-sh'), delegate('sg-rav'))?.code).toBe('not_allowed_in_this_state');
    play.do('sg-coo', { kind: 'assignLead', institutionId: 'sg-sh' });
    expect(play.state?.leadConflict).toBeUndefined();
    expect(clock(play, 'T_LEAD')).toBeUndefined();
  });

  test('are still two when a delegation ends meanwhile', () => {
    const play = shared().do('sg-sh', delegate('sg-rav'));
    play.do('sg-coo', {
      kind: 'sendReferral',
      from: 'sg-sh',
      to: 'sg-if',
      purpose: 'coaching',
    });
    play.do('sg-if', { kind: 'acceptReferral', referralId: 'R3', claimsLead: true });
    play.do('sg-sh', end);
    expect(leadIn(play)).toMatchObject({ institutionId: 'sg-sh' });
    expect(play.state?.leadConflict).toBe('sg-if');
    expect(clock(play, 'T_LEAD')?.[1]).toBe('sg-coo');
  });
});

describe('the overall responsibility of another institution than the lead', () => {
  const assigned = (): Play =>
    shared().do('sg-coo', { kind: 'assignLead', institutionId: 'sg-rav', responsible: 'sg-sh' });

  test('is set by the coordination with the lead, for an office that may read the case', () => {
    const play = assigned();
    expect(leadIn(play)).toMatchObject({ institutionId: 'sg-rav' });
    expect(play.state).toMatchObject({ overallResponsibility: 'sg-sh' });
    const stranger = {
      kind: 'assignLead',
      institutionId: 'sg-rav',
      responsible: 'sg-bslb',
    } as const;
    expect(play.try(officer('sg-coo'), stranger)).toMatchObject({
      code: 'legal_basis_missing',
      details: { to: 'sg-bslb' },
    });
  });

  test('stays where it is while the lead is delegated and comes back', () => {
    const play = assigned().do('sg-rav', delegate('sg-iv'));
    expect(play.state).toMatchObject({
      overallResponsibility: 'sg-sh',
      delegation: { from: 'sg-rav', to: 'sg-iv' },
    });
    play.do('sg-sh', end);
    expect(leadIn(play)).toMatchObject({ institutionId: 'sg-rav' });
    expect(play.state).toMatchObject({ overallResponsibility: 'sg-sh' });
  });

  test('is no other any more when that institution leads itself', () => {
    const play = assigned().do('sg-coo', { kind: 'assignLead', institutionId: 'sg-sh' });
    expect(play.state).not.toHaveProperty('overallResponsibility');
  });
});
