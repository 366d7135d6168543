import { localDate } from '../../domain/deadlines/dates';
import { Play, engine, officer, rulesOf, verdict } from '../support/builders';

const facts = {
  dossierRef: '00000000-0000-4000-8000-0000000000bb',
  fields: ['consent'],
};
const due = (play: Play, key: string): string | undefined => {
  const found = play.state?.deadlines.find((deadline) => deadline.key === key);
  return found && localDate(found.dueAt);
};
const advised = (
  play: Play,
  outcome: Parameters<typeof verdict>[0],
  missing: string[] = [],
): Play => play.do(engine, { kind: 'recordVerdict', verdict: verdict(outcome, missing) });
const confirm = { kind: 'confirmVerdict' as const, referrals: [] };

describe('SC04, a registration that is returned for missing information', () => {
  const play = new Play(rulesOf('fr'));

  test('the case office returns it on the fourth day: its own clock stands still', () => {
    play.registered('fr-rav');
    advised(play, 'returned_info', ['consent', 'integrationPotential']);
    play.on('2026-02-06').do('fr-coo', confirm);
    expect(play.state).toMatchObject({
      status: 'returned_info',
      missing: ['consent', 'integrationPotential'],
    });
    expect(play.state?.deadlines.find(({ key }) => key === 'T_CRIT')?.stopped).toMatchObject({
      remainingBD: 1,
    });
    expect(due(play, 'T_INFO')).toBe('2026-02-20');
  });

  test('the employment service is reminded after five days and supplies what is missing', () => {
    play.until('2026-02-16');
    expect(play.types().filter((type) => type === 'deadlineReached')).toHaveLength(1);
    play.on('2026-02-17').do('fr-rav', { kind: 'supplyInformation', ...facts });
    expect(play.state).toMatchObject({ status: 'criteria_check', missing: [] });
    expect([due(play, 'T_INFO'), due(play, 'T_CRIT')]).toEqual([undefined, '2026-02-20']);
  });

  test('the case office admits it three days later and sends the referral at once', () => {
    advised(play, 'admitted')
      .on('2026-02-20')
      .do('fr-coo', {
        kind: 'confirmVerdict',
        referrals: [{ from: 'fr-rav', to: 'fr-iv', purpose: 'potential_assessment' }],
      });
    expect(play.state).toMatchObject({
      status: 'admitted',
      lead: { institutionId: 'fr-rav', interim: true },
      referrals: [{ from: 'fr-rav', to: 'fr-iv', status: 'sent' }],
    });
  });
});

describe('an office that never supplies what is missing', () => {
  test('is reminded, reported to the coordinator, and after twenty days the case sleeps', () => {
    const play = new Play(rulesOf('fr')).registered('fr-rav');
    advised(play, 'returned_info', ['consent']).on('2026-02-06').do('fr-coo', confirm);
    play.until('2026-03-06');
    const levels = play.events.flatMap((event) =>
      event.type === 'deadlineReached' ? [`${event.data.level} ${localDate(event.at)}`] : [],
    );
    expect(levels).toEqual(['L1 2026-02-13', 'L2 2026-02-20', 'due 2026-03-06']);
    expect(play.state).toMatchObject({ dormant: true });
    play.do('fr-rav', { kind: 'supplyInformation', ...facts });
    expect(play.state).toMatchObject({ dormant: false, status: 'criteria_check' });
  });

  test('owes nothing any more when the facts come by another way', () => {
    const play = new Play(rulesOf('fr')).registered('fr-rav');
    advised(play, 'returned_info', ['consent']).on('2026-02-05').do('fr-coo', confirm);
    play.on('2026-02-10').do('fr-coo', { kind: 'updateFacts', ...facts });
    advised(play, 'admitted');
    expect(play.state?.status).toBe('criteria_check');
    expect(due(play, 'T_INFO')).toBeUndefined();
    expect(play.nextDue()).toMatchObject({ key: 'T_CRIT', owedBy: 'fr-coo' });
  });
});

describe('a person confirms the advice of the engine', () => {
  test('nobody confirms before there is advice', () => {
    const play = new Play(rulesOf('sg')).registered('sg-rav');
    expect(play.try(officer('sg-rav'), confirm)?.code).toBe('not_allowed_in_this_state');
  });

  test('the registering office may not, where a coordinator stands at the gate', () => {
    const play = advised(new Play(rulesOf('fr')).registered('fr-rav'), 'admitted');
    expect(play.try(officer('fr-rav'), confirm)?.code).toBe('not_permitted');
    expect(play.try(officer('fr-coo'), confirm)).toBeUndefined();
  });

  test('the coordinator of another canton may not either', () => {
    const play = advised(new Play(rulesOf('fr')).registered('fr-rav'), 'admitted');
    expect(play.try(officer('sg-coo'), confirm)?.code).toBe('not_found');
  });

  test('whoever decides otherwise than advised gives a reason', () => {
    const play = advised(new Play(rulesOf('sg')).registered('sg-rav'), 'not_admitted');
    const other = { ...confirm, outcome: 'admitted' } as const;
    expect(play.try(officer('sg-rav'), other)).toMatchObject({
      code: 'override_reason_missing',
      details: { suggested: 'not_admitted', outcome: 'admitted' },
    });
    play.do('sg-rav', { ...other, reason: 'hardship' });
    expect(play.state?.status).toBe('admitted');
    expect(play.events.find(({ type }) => type === 'verdictConfirmed')?.data).toEqual({
      outcome: 'admitted',
      suggested: 'not_admitted',
      reason: 'hardship',
    });
  });

  test('one referral that may not leave stops the whole confirmation', () => {
    const play = advised(new Play(rulesOf('sg')).registered('sg-rav'), 'admitted');
    const referrals = [
      { to: 'sg-iv', purpose: 'coaching' },
      { to: 'sg-mig', purpose: 'coaching' },
    ] as const;
    const refusal = play.try(officer('sg-rav'), { ...confirm, referrals: [...referrals] });
    expect(refusal?.code).toBe('legal_basis_missing');
    expect(play.state).toMatchObject({ status: 'criteria_check', referrals: [] });
  });

  test('a case that is not admitted is closed within ten business days', () => {
    const play = advised(new Play(rulesOf('sg')).registered('sg-rav'), 'not_admitted');
    play.do('sg-rav', confirm);
    expect(due(play, 'T_CLOSE')).toBe('2026-02-16');
  });
});

describe('who leads at first, and who calls the meeting', () => {
  const started = (part: object): [unknown, unknown] => {
    const play = new Play(rulesOf('fr', part)).admitted('fr-rav', 'fr-coo');
    const lead = play.state !== undefined && 'lead' in play.state ? play.state.lead : undefined;
    return [lead, play.state?.deadlines.find(({ key }) => key === 'T_RT')?.owedBy];
  };

  test('the registering office leads and the coordination convenes, where nothing else is said', () => {
    expect(started({})).toEqual([{ institutionId: 'fr-rav', interim: true }, 'fr-coo']);
  });

  test('a case office takes the case over from the first day', () => {
    const part = { firstLead: 'coordination', convenes: 'coordination' };
    expect(started(part)).toEqual([{ institutionId: 'fr-coo', interim: true }, 'fr-coo']);
  });

  test('the office that registered may convene although a coordinator admitted the case', () => {
    expect(started({ convenes: 'registering' })[1]).toBe('fr-rav');
  });
});

describe('SC05, a bilateral case to which a third institution comes', () => {
  test('new facts open the question again, without losing what was asked in the referral', () => {
    const play = advised(new Play(rulesOf('sg')).registered('sg-sh'), 'bilateral');
    play.do('sg-sh', confirm);
    play.do('sg-sh', { kind: 'sendReferral', to: 'sg-iv', purpose: 'coaching' });
    play.do('sg-iv', { kind: 'requestInformation', referralId: 'R1', fields: ['permit'] });
    play.on('2026-02-12').do('sg-sh', { kind: 'updateFacts', ...facts });
    advised(play, 'returned_info', ['consent']).do('sg-sh', confirm);
    play.do('sg-sh', { kind: 'supplyInformation', ...facts });
    expect(due(play, 'T_INFO:R1')).toBe('2026-02-16');
    advised(play, 'admitted').do('sg-sh', confirm);
    expect(due(play, 'T_INFO:R1')).toBe('2026-02-16');
    expect(play.state).toMatchObject({
      status: 'admitted',
      referrals: [{ status: 'info_requested' }],
    });
  });
});

describe('registering a case', () => {
  test('an office registers in its own canton, once', () => {
    const body = {
      kind: 'registerCase',
      canton: 'sg',
      dossierRef: '00000000-0000-4000-8000-0000000000aa',
    } as const;
    const play = new Play(rulesOf('sg'));
    expect(play.try(officer('zh-rav'), body)?.code).toBe('not_permitted');
    expect(play.try({ userId: 'c', role: 'client' }, body)?.code).toBe('not_permitted');
    play.do('sg-rav', body);
    expect(play.try(officer('sg-rav'), body)?.code).toBe('already_registered');
  });

  test('the coordination acknowledges it, once; whoever looks at an old version is told', () => {
    const play = new Play(rulesOf('sg')).registered('sg-rav');
    const body = { kind: 'acknowledgeRegistration' } as const;
    expect(play.try(officer('sg-coo'), body, 1)).toMatchObject({
      code: 'version_conflict',
      details: { expected: 1, actual: 3 },
    });
    expect(play.try(officer('sg-coo'), body, 3)).toBeUndefined();
    expect(play.try(officer('sg-coo'), body)?.code).toBe('not_allowed_in_this_state');
  });

  test('nobody works on a case that was never registered', () => {
    const play = new Play(rulesOf('sg'));
    expect(play.try(officer('sg-rav'), { kind: 'withdrawConsent' })?.code).toBe('not_found');
  });
});
