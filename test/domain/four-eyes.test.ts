import type { OutgoingNotice } from '../../domain/case/react';
import { noticesOf } from '../../domain/case/react';
import type { Actor, CommandBody } from '../../schemas/index';
import { Play, engine, officer, rulesOf, verdict } from '../support/builders';

type Confirm = Extract<CommandBody, { kind: 'confirmVerdict' }>;

const first = officer('fr-coo');
const second: Actor = { ...first, userId: 'colleague@fr-coo' };
const facts = { dossierRef: '00000000-0000-4000-8000-0000000000bb', fields: ['consent'] };
const confirm = (part: Partial<Confirm> = {}): Confirm => ({
  kind: 'confirmVerdict',
  referrals: [],
  ...part,
});
const admit = confirm({ outcome: 'admitted', reason: 'hardship' });
const sending = [{ from: 'fr-rav', to: 'fr-iv', purpose: 'potential_assessment' }] as const;

/** The case office of Fribourg works with four eyes, and the advice is not to admit. */
const advised = (): Play =>
  new Play(rulesOf('fr', { fourEyes: true }))
    .registered('fr-rav')
    .do(engine, { kind: 'recordVerdict', verdict: verdict('not_admitted') });
const proposed = (): Play => advised().do(first, admit);

describe('where a second person must agree to another outcome than advised', () => {
  test('the first person only proposes it, with a reason, and the case stays where it is', () => {
    const play = advised();
    expect(play.try(first, confirm({ outcome: 'admitted' }))?.code).toBe('override_reason_missing');
    play.do(first, admit);
    expect(play.events.at(-1)).toMatchObject({
      type: 'overrideProposed',
      data: { outcome: 'admitted', suggested: 'not_admitted', reason: 'hardship' },
    });
    expect(play.state).toMatchObject({
      status: 'criteria_check',
      override: { outcome: 'admitted', reason: 'hardship', by: first.userId },
    });
    expect(play.nextDue()).toMatchObject({ key: 'T_CRIT', owedBy: 'fr-coo' });
  });

  test('the office hears of it, also when the proposal is its own: a colleague has to confirm', () => {
    const play = proposed();
    expect(noticesOf(play.state!, play.events.slice(-1))).toEqual([
      expect.objectContaining({
        to: first.institutionId,
        type: 'ch.relais.case.override_proposed.v1',
        code: 'admitted',
      }),
    ]);
  });

  test('a colleague confirms it, and the reason of the first is what stands', () => {
    const play = proposed().do(second, confirm({ outcome: 'admitted' }));
    expect(play.state).toMatchObject({ status: 'admitted', confirmed: 'admitted' });
    expect(play.state?.override).toBeUndefined();
    expect(play.events.find(({ type }) => type === 'verdictConfirmed')).toMatchObject({
      by: second,
      data: { outcome: 'admitted', suggested: 'not_admitted', reason: 'hardship' },
    });
  });

  test('the same person can not be both', () => {
    const play = proposed();
    expect(play.try(first, admit)).toEqual({
      code: 'second_person_needed',
      details: { outcome: 'admitted' },
    });
    expect(play.state?.status).toBe('criteria_check');
  });

  test('nothing is sent with a proposal; the second person may send at once', () => {
    const play = advised();
    const refusal = play.try(first, { ...admit, referrals: [...sending] });
    expect(refusal?.code).toBe('second_person_needed');
    expect(play.state?.override).toBeUndefined();
    play.do(first, admit).do(second, { ...admit, referrals: [...sending] });
    expect(play.state?.referrals).toMatchObject([{ to: 'fr-iv', status: 'sent' }]);
  });

  test.each([first, second])('whoever follows the advice decides alone: $userId', (actor) => {
    const play = proposed().do(actor, confirm());
    expect(play.state).toMatchObject({ status: 'not_admitted', confirmed: 'not_admitted' });
    expect(play.state?.override).toBeUndefined();
  });

  test('a third opinion takes the place of the proposal and needs a second person again', () => {
    const bilateral = confirm({ outcome: 'bilateral', reason: 'local_agreement' });
    const play = proposed().do(second, bilateral);
    expect(play.state?.override).toMatchObject({ outcome: 'bilateral', by: second.userId });
    expect(play.try(second, bilateral)?.code).toBe('second_person_needed');
    play.do(first, bilateral);
    expect(play.state?.status).toBe('bilateral');
  });

  test('other facts or other advice drop the proposal', () => {
    const told = proposed().do('fr-rav', { kind: 'updateFacts', ...facts });
    expect(told.state?.override).toBeUndefined();
    const again = proposed().do(engine, { kind: 'recordVerdict', verdict: verdict('bilateral') });
    expect(again.state?.override).toBeUndefined();
    expect(again.try(second, confirm({ outcome: 'admitted' }))?.code).toBe(
      'override_reason_missing',
    );
  });

  test('the case office hears of a proposal that came from elsewhere', () => {
    const play = advised();
    const before = play.events.length;
    play.do({ userId: 'c@fr-iv', institutionId: 'fr-iv', role: 'coordinator' }, admit);
    const notices: OutgoingNotice[] = noticesOf(play.state!, play.events.slice(before));
    expect(notices).toMatchObject([
      { to: 'fr-coo', type: 'ch.relais.case.override_proposed.v1', code: 'admitted' },
    ]);
  });
});

test('where the policy asks for no second person, one person overrides with a reason', () => {
  const play = new Play(rulesOf('fr'))
    .registered('fr-rav')
    .do(engine, { kind: 'recordVerdict', verdict: verdict('not_admitted') })
    .do(first, { ...admit, referrals: [...sending] });
  expect(play.state).toMatchObject({ status: 'admitted', referrals: [{ status: 'sent' }] });
});
