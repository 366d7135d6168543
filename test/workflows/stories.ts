/** Stories of domain.md 9 as dated commands; the tests tell them, and so does the recorder. */
import type { AnyCommandBody, CommandBody } from '../../schemas/index';
import { fullConsent } from '../support/builders';

/** One command of a story, on a Swiss date and time. */
export interface Line {
  readonly on: string;
  readonly time?: string;
  readonly by: string;
  readonly body: CommandBody;
}

export interface Story {
  /** Swiss date and time of the first command. */
  readonly startsOn: string;
  readonly lines: readonly Line[];
}

/** Who can carry a story out. */
export interface Teller {
  /** Waits until a Swiss date and time, and until everything that is due by then was told. */
  goTo(on: string, time?: string): Promise<void>;
  command(by: string, body: AnyCommandBody): Promise<unknown>;
}

export const dossierRef = '00000000-0000-4000-8000-0000000000aa';

export const registration = (
  canton: 'sg' | 'zh' | 'ti',
): Extract<CommandBody, { kind: 'registerCase' }> => ({
  kind: 'registerCase',
  canton,
  dossierRef,
  consent: fullConsent,
  personDrawsBenefits: true,
});

const goals = (['work', 'health', 'debt'] as const).map((goal) => ({
  goal,
  responsible: 'sg-rav',
  dueOn: '2027-03-10',
}));
const line = (on: string, by: string, body: CommandBody): Line => ({ on, by, body });

/** SC01: thirteen months in the ordinary structures of St. Gallen, nobody late. */
export const straightPath: Story = {
  startsOn: '2026-02-02',
  lines: [
    line('2026-02-02', 'sg-rav', registration('sg')),
    line('2026-02-03', 'sg-coo', { kind: 'acknowledgeRegistration' }),
    line('2026-02-06', 'sg-rav', {
      kind: 'confirmVerdict',
      referrals: [
        { to: 'sg-iv', purpose: 'work_capacity_assessment' },
        { to: 'sg-sh', purpose: 'livelihood', reciprocity: true },
      ],
    }),
    line('2026-02-13', 'sg-iv', { kind: 'acceptReferral', referralId: 'R1', claimsLead: false }),
    line('2026-02-13', 'sg-rav', { kind: 'informPerson', referralId: 'R1' }),
    line('2026-02-16', 'sg-sh', { kind: 'acceptReferral', referralId: 'R2', claimsLead: false }),
    line('2026-02-16', 'sg-sh', { kind: 'assignLead', institutionId: 'sg-rav' }),
    line('2026-02-17', 'sg-rav', {
      kind: 'scheduleMeeting',
      meetingOn: '2026-03-04',
      minutes: 90,
      invite: ['sg-iv', 'sg-sh'],
    }),
    line('2026-03-04', 'sg-rav', { kind: 'holdMeeting' }),
    line('2026-03-10', 'sg-rav', { kind: 'agreePlan', goals }),
    line('2026-03-24', 'sg-iv', { kind: 'approveCosts', payer: 'sg-iv' }),
    line('2026-04-21', 'sg-rav', { kind: 'startMeasure' }),
    line('2026-06-10', 'sg-rav', { kind: 'recordFollowUp', goals: [] }),
    line('2026-08-31', 'sg-rav', { kind: 'recordMilestone', milestone: 'employment_started' }),
    line('2026-09-10', 'sg-rav', { kind: 'recordFollowUp', goals: [] }),
    line('2027-03-10', 'sg-rav', {
      kind: 'recordFollowUp',
      goals: [1, 2, 3].map((number) => ({ number, state: 'achieved' as const })),
    }),
    line('2027-03-10', 'sg-rav', { kind: 'closeCase', outcome: 'employed_primary' }),
  ],
};

/** SC03: the disability insurance is silent twice, with Easter in between. */
export const silence: Story = {
  startsOn: '2026-03-23',
  lines: [
    line('2026-03-23', 'zh-sh-winterthur', registration('zh')),
    line('2026-03-24', 'zh-coo', { kind: 'acknowledgeRegistration' }),
    line('2026-03-26', 'zh-coo', {
      kind: 'confirmVerdict',
      referrals: [],
    }),
    line('2026-03-26', 'zh-sh-winterthur', {
      kind: 'sendReferral',
      to: 'zh-iv',
      purpose: 'work_capacity_assessment',
    }),
    line('2026-04-21', 'zh-iv', { kind: 'acknowledgeReferral', referralId: 'R1' }),
    line('2026-04-29', 'zh-iv', {
      kind: 'acceptReferral',
      referralId: 'R1',
      claimsLead: false,
      reviewOn: '2026-08-03',
    }),
    line('2026-08-25', 'zh-iv', { kind: 'reportProgress', referralId: 'R1' }),
    line('2026-08-25', 'zh-coo', { kind: 'closeCase', outcome: 'iv_measure' }),
  ],
};

/** Tells the lines of a story in order; a part of it when the caller cuts them. */
export const tell = async (teller: Teller, lines: readonly Line[]): Promise<void> => {
  for (const { on, time, by, body } of lines) {
    await teller.goTo(on, time);
    await teller.command(by, body);
  }
};
