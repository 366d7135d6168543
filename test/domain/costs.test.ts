import type { AnyCommandBody } from '../../schemas/index';
import { admitted, clock, due, told } from './chain-fixtures';

const plan: AnyCommandBody = {
  kind: 'agreePlan',
  goals: [{ goal: 'training', responsible: 'sg-sh', dueOn: '2026-09-01' }],
};
const approve: AnyCommandBody = { kind: 'approveCosts', payer: 'sg-iv', capChf: 20_000 };
const refuse: AnyCommandBody = { kind: 'refuseCosts', payer: 'sg-iv' };
const planned = () => admitted().on('2026-02-10').do('sg-sh', plan);

describe('nobody pays for the plan', () => {
  test('the lead owes another plan within ten business days, and the old clocks are gone', () => {
    const play = planned().on('2026-02-16');
    const before = play.events.length;
    play.do('sg-coo', refuse);
    expect(play.state?.status).toBe('plan_draft');
    expect([due(play, 'T_PLAN'), clock(play, 'T_PLAN')?.owedBy]).toEqual(['2026-03-02', 'sg-sh']);
    expect(['T_COST', 'T_START'].map((key) => clock(play, key))).toEqual([undefined, undefined]);
    expect(told(play, before)).toEqual(['sg-sh case.costs_refused', 'sg-iv case.costs_refused']);
  });

  test('another plan is agreed, and its costs are asked for anew', () => {
    const play = planned().do('sg-sh', refuse).on('2026-02-20').do('sg-sh', plan);
    expect(play.state?.status).toBe('plan_agreed');
    expect(['T_PLAN', 'T_COST', 'T_FU:3'].map((key) => due(play, key))).toEqual([
      undefined,
      '2026-03-06',
      '2026-05-20',
    ]);
  });

  test('a follow-up that was done is not owed again under the new plan', () => {
    const play = planned().on('2026-05-11').do('sg-sh', { kind: 'recordFollowUp', goals: [] });
    play.do('sg-sh', refuse).on('2026-05-12').do('sg-sh', plan);
    expect(['T_FU:3', 'T_FU:6'].map((key) => due(play, key))).toEqual([undefined, '2026-11-12']);
  });
});

describe('costs that are approved', () => {
  test('set the start of the measure, and everybody hears who pays', () => {
    const play = planned();
    const before = play.events.length;
    play.do('sg-coo', approve);
    expect([due(play, 'T_START'), clock(play, 'T_START')?.owedBy]).toEqual(['2026-03-12', 'sg-iv']);
    expect(told(play, before)).toEqual(['sg-sh case.costs_approved', 'sg-iv case.costs_approved']);
  });

  test('for a measure that runs already wait for no start', () => {
    const play = planned().do('sg-sh', approve).do('sg-sh', { kind: 'startMeasure' });
    expect(clock(play.do('sg-sh', approve), 'T_START')).toBeUndefined();
    play.on('2026-05-11').do('sg-sh', { kind: 'recordFollowUp', goals: [] }).do('sg-sh', approve);
    expect([play.state?.status, clock(play, 'T_START')]).toEqual(['follow_up', undefined]);
  });

  test('for the measure of another plan wait for its start', () => {
    const play = planned().do('sg-sh', { kind: 'startMeasure' }).do('sg-sh', refuse);
    play.on('2026-02-11').do('sg-sh', plan).do('sg-sh', approve);
    expect(due(play, 'T_START')).toBe('2026-03-13');
  });
});
