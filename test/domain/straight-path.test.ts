import { localDate, localTime } from '../../domain/deadlines/dates';
import { Play, rulesOf } from '../support/builders';

const due = (play: Play, key: string): string | undefined => {
  const found = play.state?.deadlines.find((deadline) => deadline.key === key);
  return found && localDate(found.dueAt);
};
const reached = (play: Play): string[] =>
  play.events.flatMap((event) =>
    event.type === 'deadlineReached'
      ? [`${localDate(event.at)} ${localTime(event.at)} ${event.data.key} ${event.data.level}`]
      : [],
  );

const goals = (['work', 'health', 'debt'] as const).map((goal) => ({
  goal,
  responsible: 'sg-rav',
  dueOn: '2027-03-10',
}));

describe('SC01, the straight path in ordinary structures', () => {
  const play = new Play(rulesOf('sg'));

  test('Amara is registered by the employment service and admitted on the fourth business day', () => {
    play.registered('sg-rav');
    expect(due(play, 'T_CRIT')).toBe('2026-02-09');
    play.on('2026-02-03').do('sg-coo', { kind: 'acknowledgeRegistration' });
    play.do(
      { userId: 'engine', role: 'system' },
      {
        kind: 'recordVerdict',
        verdict: {
          verdictId: 'v',
          policyId: 'SG',
          policyVersion: '1',
          outcome: 'admitted',
          missing: [],
          route: [],
        },
      },
    );
    play.on('2026-02-06').do('sg-rav', {
      kind: 'confirmVerdict',
      referrals: [
        { to: 'sg-iv', purpose: 'work_capacity_assessment' },
        { to: 'sg-sh', purpose: 'livelihood', reciprocity: true },
      ],
    });
    expect(play.state?.referrals.map((r) => r.grant?.basis)).toEqual(['AVG35a-1bis', 'AVG35a-1']);
    expect(['T_DEC:R1', 'T_DEC:R2', 'T_RT', 'T_INFORM:R1'].map((key) => due(play, key))).toEqual([
      '2026-02-20',
      '2026-02-20',
      '2026-03-06',
      '2026-02-13',
    ]);
  });

  test('both partners accept, the person is told, and the employment service leads', () => {
    play.until('2026-02-12').on('2026-02-13').do('sg-iv', {
      kind: 'acceptReferral',
      referralId: 'R1',
      claimsLead: false,
    });
    play.do('sg-rav', { kind: 'informPerson', referralId: 'R1' });
    play
      .on('2026-02-16')
      .do('sg-sh', { kind: 'acceptReferral', referralId: 'R2', claimsLead: false });
    play.do('sg-sh', { kind: 'assignLead', institutionId: 'sg-rav' });
    expect(play.state).toMatchObject({ lead: { institutionId: 'sg-rav', interim: false } });
  });

  test('meeting, plan, cost approval on its last day, measure', () => {
    play.on('2026-02-17').do('sg-rav', {
      kind: 'scheduleMeeting',
      meetingOn: '2026-03-04',
      minutes: 90,
      invite: ['sg-iv', 'sg-sh'],
    });
    play.until('2026-03-04', '14:00').do('sg-rav', { kind: 'holdMeeting' });
    expect(due(play, 'T_PLAN')).toBe('2026-03-11');
    play.until('2026-03-10', '10:00').do('sg-rav', { kind: 'agreePlan', goals });
    expect(due(play, 'T_COST')).toBe('2026-03-24');
    expect(due(play, 'T_FU:3')).toBe('2026-06-10');
    play.until('2026-03-24', '16:30').do('sg-iv', { kind: 'approveCosts', payer: 'sg-iv' });
    play.until('2026-04-21', '09:00').do('sg-rav', { kind: 'startMeasure' });
  });

  test('follow-ups at three, six and twelve months, then closed without one reminder', () => {
    play.until('2026-06-10', '10:00').do('sg-rav', { kind: 'recordFollowUp', goals: [] });
    play
      .until('2026-08-31', '10:00')
      .do('sg-rav', { kind: 'recordMilestone', milestone: 'employment_started' });
    play.until('2026-09-10', '10:00').do('sg-rav', { kind: 'recordFollowUp', goals: [] });
    play.until('2027-03-10', '10:00').do('sg-rav', {
      kind: 'recordFollowUp',
      goals: [1, 2, 3].map((number) => ({ number, state: 'achieved' as const })),
    });
    play.do('sg-rav', { kind: 'closeCase', outcome: 'employed_primary' });
    expect(reached(play)).toEqual([]);
    expect(play.state).toMatchObject({
      status: 'closed',
      outcome: 'employed_primary',
      deadlines: [],
    });
  });
});

describe('SC03, silence twice with Easter in between', () => {
  const play = new Play(rulesOf('zh'), '2026-03-23T08:00:00.000Z');

  test('the disability insurance is reminded and escalated on the days of the Zürich calendar', () => {
    play.admitted('zh-sh-winterthur', 'zh-coo');
    play.on('2026-03-26').do('zh-sh-winterthur', {
      kind: 'sendReferral',
      to: 'zh-iv',
      purpose: 'work_capacity_assessment',
    });
    play
      .until('2026-04-20')
      .on('2026-04-21')
      .do('zh-iv', { kind: 'acknowledgeReferral', referralId: 'R1' });
    play.until('2026-04-28');
    expect(reached(play)).toEqual([
      '2026-04-09 08:00 T_DEC:R1 L0',
      '2026-04-13 17:00 T_DEC:R1 L1',
      '2026-04-20 17:00 T_DEC:R1 L2',
      '2026-04-27 17:00 T_DEC:R1 L3',
    ]);
    expect(localDate(play.nextDue()?.at ?? '')).toBe('2026-05-12');
  });

  test('the answer stops the ladder; the second silence within six months starts at level 2', () => {
    play.on('2026-04-29').do('zh-iv', {
      kind: 'acceptReferral',
      referralId: 'R1',
      claimsLead: false,
      reviewOn: '2026-08-03',
    });
    play.until('2026-08-24');
    expect(reached(play).slice(4)).toEqual([
      '2026-08-03 17:00 T_REVIEW:R1 due',
      '2026-08-17 17:00 T_REPORT:R1 L2',
      '2026-08-24 17:00 T_REPORT:R1 L3',
    ]);
    play.on('2026-08-25').do('zh-iv', { kind: 'reportProgress', referralId: 'R1' });
    play.do('zh-coo', { kind: 'closeCase', outcome: 'iv_measure' });
    expect(play.state).toMatchObject({ status: 'closed', outcome: 'iv_measure' });
  });
});
