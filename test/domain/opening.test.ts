import { needsVerdict, noticesOf } from '../../domain/case/react';
import { localDate } from '../../domain/deadlines/dates';
import { allowedActions } from '../../domain/allowed-actions';
import { Play, engine, officer, policy, rulesOf, verdict } from '../support/builders';

const registration = {
  kind: 'registerCase',
  canton: 'fr',
  dossierRef: '00000000-0000-4000-8000-0000000000aa',
} as const;
const ladders = {
  ...policy('fr').ladders,
  T_PRE: { L1: 0, L2: 5 },
};
const drafted = (): Play =>
  new Play(rulesOf('fr', { ladders })).do('fr-rav', { ...registration, draft: true });
const due = (play: Play): Record<string, string> =>
  Object.fromEntries(play.state?.deadlines.map(({ key, dueAt }) => [key, localDate(dueAt)]) ?? []);
const told = (play: Play): string[] =>
  noticesOf(play.state!, play.events).map(({ to, type }) => `${type} ${to}`);
const mayGive = (play: Play, by: string): string[] =>
  allowedActions(play.state!, officer(by)).map(({ kind }) => kind);

describe('an office that is not ready to register', () => {
  test('keeps a draft: it owes the next step itself, and nothing is asked of anybody', () => {
    const play = drafted();
    expect(play.state).toMatchObject({ status: 'draft', acknowledged: false });
    expect(due(play)).toEqual({ T_PRE: '2026-02-09' });
    expect(play.nextDue()).toMatchObject({ key: 'T_PRE', owedBy: 'fr-rav' });
    expect(told(play)).toEqual([]);
    expect(needsVerdict(play.events, play.state)).toBe(false);
  });

  test('goes on collecting facts, about which no verdict is asked yet', () => {
    const play = drafted();
    const before = play.events.length;
    const facts = { dossierRef: '00000000-0000-4000-8000-0000000000bb', fields: ['permit'] };
    play.do('fr-rav', { kind: 'updateFacts', ...facts });
    expect(needsVerdict(play.events.slice(before), play.state)).toBe(false);
    expect(play.state).toMatchObject({ status: 'draft', dossierRef: facts.dossierRef });
  });

  test('is alone with it: the coordination does not learn that there is one, even of its delay', () => {
    const play = drafted();
    expect(play.try(officer('fr-coo'), { kind: 'submitDraft' })?.code).toBe('not_found');
    expect(mayGive(play, 'fr-coo')).toEqual([]);
    play.until('2026-02-16');
    const recipients = play.events.flatMap((event) =>
      event.type === 'deadlineReached'
        ? event.data.recipients.map((one) => `${event.data.level} ${one.institutionId} ${one.role}`)
        : [],
    );
    expect(recipients).toEqual(['L1 fr-rav contact', 'L2 fr-rav deputy']);
  });

  test('may do just that with it', () => {
    expect(mayGive(drafted(), 'fr-rav').toSorted()).toEqual([
      'preclarifyCase',
      'recordConsent',
      'submitDraft',
      'updateFacts',
    ]);
  });
});

describe('a pre-clarification', () => {
  test('that ends the matter leaves it with the one institution', () => {
    const play = drafted().do('fr-rav', { kind: 'preclarifyCase', goesOn: false });
    expect(play.state).toMatchObject({
      status: 'closed',
      outcome: 'back_to_single_institution',
      deadlines: [],
    });
    expect(told(play)).toEqual([]);
  });

  test('that goes on reminds the office to register; the coordination may help from now on', () => {
    const play = drafted().on('2026-02-05');
    play.do('fr-rav', { kind: 'preclarifyCase', goesOn: true });
    expect(play.state?.status).toBe('preclarified');
    expect(due(play)).toEqual({ T_PRE: '2026-02-12' });
    expect(mayGive(play, 'fr-coo')).toContain('submitDraft');
    const again = { kind: 'preclarifyCase', goesOn: true } as const;
    expect(play.try(officer('fr-rav'), again)?.code).toBe('not_allowed_in_this_state');
    play.do('fr-rav', { ...again, goesOn: false });
    expect(play.state?.status).toBe('closed');
  });
});

describe('a draft that is submitted', () => {
  test.each([[[]], [[{ kind: 'preclarifyCase', goesOn: true } as const]]])(
    'is a registration like any other from that day (%j)',
    (before) => {
      const play = drafted().on('2026-02-04');
      for (const body of before) play.do('fr-rav', body);
      const at = play.events.length;
      play.do('fr-rav', { kind: 'submitDraft' });
      const events = play.events.slice(at);
      expect(play.state?.status).toBe('registered');
      expect(due(play)).toEqual({ T_ACK: '2026-02-06', T_CRIT: '2026-02-11' });
      expect(needsVerdict(events, play.state)).toBe(true);
      expect(noticesOf(play.state!, events).map(({ to, type }) => `${type} ${to}`)).toEqual([
        'ch.relais.case.registered.v1 fr-coo',
      ]);
      play.do(engine, { kind: 'recordVerdict', verdict: verdict('admitted') });
      play.do('fr-coo', { kind: 'confirmVerdict', referrals: [] });
      expect(play.state?.status).toBe('admitted');
    },
  );

  test('is submitted once', () => {
    const play = drafted().do('fr-rav', { kind: 'submitDraft' });
    const code = play.try(officer('fr-rav'), { kind: 'submitDraft' })?.code;
    expect(code).toBe('not_allowed_in_this_state');
  });
});

describe('a registration without a draft', () => {
  test('is registered, and in the check as soon as the criteria have answered', () => {
    const play = new Play(rulesOf('fr')).do('fr-rav', registration);
    expect(play.state?.status).toBe('registered');
    expect(play.try(officer('fr-coo'), { kind: 'confirmVerdict', referrals: [] })?.code).toBe(
      'not_allowed_in_this_state',
    );
    play.do(engine, { kind: 'recordVerdict', verdict: verdict('returned_info', ['consent']) });
    expect(play.state?.status).toBe('criteria_check');
  });

  test('says which earlier case of the person it continues', () => {
    const continues = '00000000-0000-4000-8000-0000000000cc';
    const play = new Play(rulesOf('fr')).do('fr-rav', { ...registration, continues });
    expect(play.state?.links).toEqual([{ caseId: continues, link: 'continues' }]);
  });
});
