import { handoversOf } from '../../domain/case/handover';
import { needsVerdict, noticesOf } from '../../domain/case/react';
import type { AnyCommandBody } from '../../schemas/index';
import { shownData, viewOf } from '../../domain/view';
import { Play, engine, officer, rulesOf, verdict } from '../support/builders';

const other = '00000000-0000-4000-8000-0000000000ff';
const third = '00000000-0000-4000-8000-0000000000fe';
const merge = { T_MERGE: { BD: 5 } };
const rules = () => {
  const given = rulesOf('sz');
  const { terms, ladders } = given.policy;
  return rulesOf('sz', {
    terms: { ...terms, ...merge },
    ladders: { ...ladders, T_MERGE: { L1: 0, L2: 5 } },
  });
};
const registered = (): Play => new Play(rules()).registered('sz-sh');
const advise = (play: Play, sameAs?: string): Play =>
  play.do(engine, {
    kind: 'recordVerdict',
    verdict: sameAs === undefined ? verdict('admitted') : verdict('merge', [], { sameAs }),
  });
const codeOf = (play: Play, body: AnyCommandBody, by = 'sz-coo'): string | undefined =>
  play.try(officer(by), body)?.code;
const clock = (play: Play, key: string) => play.state?.deadlines.find((one) => one.key === key);

describe('a person who was registered twice in one canton', () => {
  test('the coordination owes a decision on the merge within five business days', () => {
    const play = advise(registered(), other);
    expect(play.state).toMatchObject({ mergeWith: other, status: 'criteria_check' });
    expect(clock(play, 'T_MERGE')).toMatchObject({
      owedBy: 'sz-coo',
      dueAt: '2026-02-09T16:00:00.000Z',
    });
    expect(noticesOf(play.state!, play.events)).toContainEqual(
      expect.objectContaining({ to: 'sz-coo', type: 'ch.relais.case.merge_proposed.v1' }),
    );
  });

  test('the same hint again starts no second clock', () => {
    const play = advise(registered(), other).on('2026-02-04');
    advise(play, other);
    expect(play.types().filter((type) => type === 'mergeProposed')).toHaveLength(1);
    expect(clock(play, 'T_MERGE')?.startedAt).toBe('2026-02-02T08:00:00.000Z');
  });

  test('advice without another case proposes nothing', () => {
    expect(advise(registered()).state?.mergeWith).toBeUndefined();
  });

  test('which other case it is stands only before those who may propose or decide', () => {
    const play = advise(registered(), other);
    const proposal = play.events.find(({ type }) => type === 'mergeProposed');
    const state = { ...play.state!, invited: ['sz-iv'] };
    const seenBy = (office: string) => [
      viewOf(state, officer(office)).mergeWith,
      viewOf(state, officer(office)).verdict?.sameAs,
      shownData(state, officer(office), proposal!),
    ];
    expect(seenBy('sz-coo')).toEqual([other, other, { withCase: other }]);
    expect(seenBy('sz-sh')).toEqual([other, other, { withCase: other }]);
    expect(seenBy('sz-iv')).toEqual([undefined, undefined, {}]);
  });

  test('nobody but the coordinator decides, and nothing merges by itself', () => {
    const play = advise(registered(), other);
    expect(codeOf(play, { kind: 'acceptMerge' }, 'sz-sh')).toBe('not_permitted');
    expect(codeOf(play, { kind: 'rejectMerge' }, 'sz-sh')).toBe('not_permitted');
    play.until('2026-03-31');
    expect(play.types()).toContain('deadlineReached');
    expect(play.state).toMatchObject({ status: 'criteria_check', mergeWith: other });
  });

  test('accepted: the case ends as a duplicate and the other one is told, with the facts as annex', () => {
    const play = advise(registered(), other);
    const before = play.events.length;
    play.do('sz-coo', { kind: 'acceptMerge' });
    expect(play.state).toMatchObject({
      status: 'closed',
      outcome: 'duplicate',
      deadlines: [],
      links: [{ caseId: other, link: 'merged_into' }],
    });
    expect(play.state?.mergeWith).toBeUndefined();
    expect(handoversOf(play.state!, play.events.slice(before))).toEqual([
      expect.objectContaining({
        kind: 'tell',
        caseId: other,
        from: play.state!.id,
        body: {
          kind: 'linkCase',
          caseId: play.state!.id,
          link: 'merged_from',
          annex: '00000000-0000-4000-8000-0000000000aa',
          office: 'sz-sh',
        },
      }),
    ]);
  });

  test('the offices that were asked hear that their referral ends', () => {
    const play = new Play(rules()).admitted('sz-sh', 'sz-coo');
    for (const to of ['sz-iv', 'sz-if'])
      play.do('sz-sh', { kind: 'sendReferral', to, purpose: 'coaching' });
    play.do('sz-if', { kind: 'acceptReferral', referralId: 'R2', claimsLead: false });
    play.do('sz-sh', { kind: 'proposeMerge', withCase: other });
    const before = play.events.length;
    play.do('sz-coo', { kind: 'acceptMerge' });
    expect(play.state?.referrals).toMatchObject([
      { status: 'withdrawn', code: 'case_closed' },
      { status: 'aborted', code: 'no_longer_needed' },
    ]);
    const told = noticesOf(play.state!, play.events.slice(before)).map(
      ({ to, type }) => `${to} ${type}`,
    );
    expect(told).toContain('sz-iv ch.relais.referral.withdrawn.v1');
    expect(told).toContain('sz-if ch.relais.referral.aborted.v1');
  });

  test('the case waits as long as the person was not told of an exchange by law', () => {
    const play = new Play(rules()).admitted('sz-rav', 'sz-coo');
    play.do('sz-rav', { kind: 'sendReferral', to: 'sz-iv', purpose: 'coaching' });
    play.do('sz-coo', { kind: 'proposeMerge', withCase: other });
    expect(play.try(officer('sz-coo'), { kind: 'acceptMerge' })).toEqual({
      code: 'person_not_informed',
      details: { referrals: ['R1'] },
    });
  });

  test('rejected: the criteria are asked again, and the same hint does not come back', () => {
    const play = advise(registered(), other);
    const before = play.events.length;
    play.do('sz-coo', { kind: 'rejectMerge' });
    expect(play.state).toMatchObject({ mergeRejected: [other] });
    expect(clock(play, 'T_MERGE')).toBeUndefined();
    expect(needsVerdict(play.events.slice(before), play.state)).toBe(true);
    advise(play, other);
    expect(play.state?.mergeWith).toBeUndefined();
    advise(play, third);
    expect(play.state?.mergeWith).toBe(third);
  });

  test('people who know more may propose again what was rejected', () => {
    const play = advise(registered(), other).do('sz-coo', { kind: 'rejectMerge' });
    play.do('sz-sh', { kind: 'proposeMerge', withCase: other });
    expect(play.state).toMatchObject({ mergeWith: other, mergeRejected: [] });
  });

  test('a case is no duplicate of itself, and is merged with one case at a time', () => {
    const play = registered();
    const withCase = play.state!.id;
    expect(codeOf(play, { kind: 'proposeMerge', withCase })).toBe('not_the_same_person');
    expect(codeOf(play, { kind: 'acceptMerge' })).toBe('not_allowed_in_this_state');
    expect(codeOf(play, { kind: 'rejectMerge' })).toBe('not_allowed_in_this_state');
    play.do('sz-coo', { kind: 'proposeMerge', withCase: other });
    expect(codeOf(play, { kind: 'proposeMerge', withCase: third })).toBe(
      'not_allowed_in_this_state',
    );
  });
});

describe('the case that stays', () => {
  const link = (caseId: string): AnyCommandBody => ({
    kind: 'linkCase',
    caseId,
    link: 'merged_from',
    annex: '00000000-0000-4000-8000-0000000000cc',
    office: 'sz-rav',
  });

  test('keeps where the facts of the second registration lie, and its office takes part', () => {
    const play = registered().do(engine, link(other));
    expect(play.state?.links).toEqual([
      {
        caseId: other,
        link: 'merged_from',
        annex: '00000000-0000-4000-8000-0000000000cc',
        office: 'sz-rav',
      },
    ]);
    expect(play.state?.invited).toEqual(['sz-rav']);
    expect(
      codeOf(play, { kind: 'updateFacts', dossierRef: third, fields: ['goal'] }, 'sz-rav'),
    ).toBe('not_permitted');
  });

  test('is told once, and only by the engine', () => {
    const play = registered().do(engine, link(other));
    expect(play.try(engine, link(other))?.code).toBe('not_allowed_in_this_state');
    expect(codeOf(play, link(third))).toBe('not_permitted');
  });

  test('has no merge to decide any more when both had proposed it', () => {
    const play = advise(registered(), other).do(engine, link(other));
    expect(play.state?.mergeWith).toBeUndefined();
    expect(clock(play, 'T_MERGE')).toBeUndefined();
  });
});
