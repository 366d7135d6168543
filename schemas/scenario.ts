/**
 * Rehearsals: a case as a script with dates, `policies/scenarios/*.yaml` (docs/scenarios.md). What a
 * step does, and everything that must be true, sent, reminded or refused because of it.
 */
import { z } from 'zod';
import { CommandBody } from './commands';
import { eventTypes } from './events';
import { Facts, FieldGroup, Person } from './facts';
import { CantonCode, InstitutionId, PlainDate, ReferralId, Role } from './primitives';
import { RefusalCode } from './refusals';
import { CommandRequest } from './requests';
import {
  CaseLink,
  CaseStatus,
  ClosureOutcome,
  GoalState,
  LadderLevel,
  ReferralPurpose,
  ReferralStatus,
  VerdictOutcome,
} from './states';

const Time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'expected a time such as "15:40"' });
const DeadlineKey = z.string().regex(/^T_[A-Z]+(:[A-Za-z0-9-]+)?$/, {
  error: 'expected a clock such as "T_CRIT", "T_DEC:R1" or "T_FU:3"',
});
const reason = z.string().min(1).max(300);
const CaseName = z.string().max(40);

const commandKinds: readonly string[] = CommandBody.options.map((one) => one.shape.kind.value);
const Action = z
  .string()
  .regex(/^[a-zA-Z]+( R\d+)?$/, {
    error: 'expected a command, with its referral where it has one: "acceptReferral R1"',
  })
  .refine((text) => commandKinds.includes(text.split(' ')[0] ?? ''), {
    error: `expected one of the commands ${commandKinds.join(', ')}`,
  });

/** Registering: the person and the facts of the scenario, unless the step brings its own. */
const RegisterStep = z.strictObject({
  kind: z.literal('registerCase'),
  canton: CantonCode.optional(),
  policyId: z.string().max(60).optional(),
  person: Person.optional(),
  facts: Facts.optional(),
  draft: z.boolean().optional(),
  continues: CaseName.optional().describe('the closed case that this one goes on'),
});
const StepCommand = z.discriminatedUnion('kind', [RegisterStep, ...CommandRequest.options]);

/** A level of the ladder that speaks, and whom it reaches: `zh-iv`, or `zh-iv deputy`. */
const Firing = z.strictObject({
  on: PlainDate.optional().describe('the day of the step when absent'),
  at: Time.optional(),
  key: DeadlineKey,
  level: LadderLevel,
  to: z
    .array(
      z.string().regex(/^[a-z]{2}-[a-z0-9-]+( [a-z]+)?$/, {
        error: 'expected an institution, or an institution and a role: "zh-iv deputy"',
      }),
    )
    .describe('empty: nobody, the engine acts by itself'),
});

/** A referral that leaves, and on which legal basis. */
const Send = z.strictObject({
  referral: ReferralId,
  from: InstitutionId,
  to: InstitutionId,
  purpose: ReferralPurpose.optional(),
  basis: z.string().max(40),
  fields: z.array(FieldGroup).optional().describe('exactly these field groups leave'),
  withoutFields: z.array(FieldGroup).optional().describe('none of these field groups leave'),
});

const NoticeType = z
  .string()
  .regex(/^(case|referral)\.[a-z_]+$/, { error: 'expected a notice such as "referral.sent"' });

const ReferralExpectation = z.strictObject({
  status: ReferralStatus.optional(),
  from: InstitutionId.optional(),
  to: InstitutionId.optional(),
  code: z.string().optional(),
  nextOwner: InstitutionId.optional(),
  waitsUntil: PlainDate.optional(),
  suspended: z.boolean().optional(),
});

const DeadlineExpectation = z.union(
  [
    PlainDate,
    z.strictObject({
      due: PlainDate.optional(),
      at: Time.optional(),
      owedBy: InstitutionId.optional(),
      stoppedWithBD: z.int().nonnegative().optional().describe('stands still with so much left'),
      reached: LadderLevel.optional(),
    }),
  ],
  { error: 'expected a due date, or due, at, owedBy, stoppedWithBD, reached' },
);

const Rights = z.strictObject({
  by: InstitutionId,
  as: Role.exclude(['system']).optional(),
  sees: z.boolean().optional().describe('whether the case exists for this caller'),
  may: z.array(Action).optional(),
  mayNot: z.array(Action).optional(),
  mayExactly: z.array(Action).optional(),
});

/** What must be true of the case once a step is done. What is not named is not looked at. */
export const Expectation = z
  .strictObject({
    status: CaseStatus.optional(),
    outcome: ClosureOutcome.optional(),
    dormant: z.boolean().optional(),
    acknowledged: z.boolean().optional(),
    consentSuspended: z.boolean().optional(),
    verdict: VerdictOutcome.optional().describe('what the criteria suggest'),
    missing: z.array(z.string()).optional().describe('exactly these facts are missing'),
    lead: z
      .strictObject({ institution: InstitutionId, interim: z.boolean().optional() })
      .optional(),
    overallResponsibility: InstitutionId.optional().describe(
      'who answers for the case beside the lead',
    ),
    leadConflict: InstitutionId.optional().describe('who claims the lead beside its holder'),
    referrals: z.record(ReferralId, ReferralExpectation).optional(),
    deadlines: z.record(DeadlineKey, DeadlineExpectation).optional(),
    noOtherDeadlines: z.literal(true).optional().describe('no clock runs beside those named'),
    noDeadlines: z.array(DeadlineKey).optional().describe('none of these clocks runs'),
    nextDue: z
      .strictObject({
        on: PlainDate,
        at: Time.optional(),
        key: DeadlineKey.optional(),
        level: LadderLevel.optional(),
        owedBy: InstitutionId.optional(),
      })
      .optional()
      .describe('what the engine will do next by itself'),
    links: z.array(CaseLink).optional().describe('exactly so it hangs together with other cases'),
    goals: z.record(z.string().regex(/^[1-9]\d?$/), GoalState).optional(),
    followUpsDone: z.array(z.int().positive()).optional(),
    absent: z
      .array(z.enum(['lead', 'leadConflict', 'verdict', 'plan', 'nextDue', 'outcome']))
      .optional(),
    rights: z.array(Rights).optional(),
  })
  .meta({ id: 'Expectation' });
export type Expectation = z.infer<typeof Expectation>;

const when = {
  on: PlainDate.optional(),
  bd: z.int().nonnegative().optional().describe('business days after the start; checked beside on'),
  until: PlainDate.optional().describe('let time pass to the end of this day, in silence'),
  at: Time.optional().describe('Swiss local time; 10:00 when absent'),
};

/** One entry of the script: a moment, who does what, and what comes of it. */
export const ScenarioStep = z
  .strictObject({
    ...when,
    case: CaseName.default('main').describe('which case, where there are several'),
    follows: CaseName.optional().describe(
      'the first time: this is the case that began where the named one moved to',
    ),
    note: z.string().max(300).optional(),
    by: InstitutionId.optional(),
    as: Role.exclude(['system']).optional().describe('coordinator for a coo, else officer'),
    user: z.string().max(80).optional(),
    do: StepCommand.optional(),
    refused: RefusalCode.optional().describe('the command must be refused with this code'),
    fires: z.array(Firing).default([]).describe('reminders and escalations since the last step'),
    sends: z.array(Send).default([]),
    notices: z.record(NoticeType, z.array(InstitutionId).min(1)).default({}),
    events: z
      .array(z.enum(eventTypes))
      .optional()
      .describe('exactly these events since the last step, without those of clocks'),
    expect: Expectation.optional(),
    later: reason.optional().describe('the step waits for later work; it is shown, not played'),
    expectLater: z
      .array(z.strictObject({ reason, expect: Expectation.optional() }))
      .default([])
      .describe('what can not hold yet, and why'),
  })
  .refine(({ on, bd, until }) => on !== undefined || bd !== undefined || until !== undefined, {
    error: 'expected a moment: on, bd or until',
  })
  .refine(({ by, do: command }) => (by === undefined) === (command === undefined), {
    error: 'expected both or neither of by and do',
  })
  .refine(({ until, do: command }) => until === undefined || command === undefined, {
    error: 'expected no command in a step that only lets time pass (until)',
  })
  .refine(({ refused, do: command }) => refused === undefined || command !== undefined, {
    error: 'expected a command that is refused',
  })
  .meta({ id: 'ScenarioStep' });
export type ScenarioStep = z.infer<typeof ScenarioStep>;

const Contact = z.strictObject({
  userId: z.string().min(1).max(80),
  role: z.enum(['contact', 'deputy', 'management']),
  absentFrom: PlainDate.optional(),
  absentTo: PlainDate.optional(),
});

/** A rehearsal: one invented person, a canton, a start, and the script. */
export const Scenario = z
  .strictObject({
    id: z.string().regex(/^[A-Za-z0-9]+(-[a-z0-9]+)*$/),
    title: z.string().min(1).max(120),
    source: z.string().min(1).max(200),
    canton: CantonCode,
    start: PlainDate.describe('D, business day 0; the clock starts at 08:00'),
    person: Person,
    facts: Facts,
    institutions: z
      .array(z.strictObject({ id: InstitutionId, contacts: z.array(Contact).max(50) }))
      .default([])
      .describe('contacts with absences; every other office that is named is there anyway'),
    steps: z.array(ScenarioStep).min(1).max(500),
  })
  .meta({ id: 'Scenario' });
export type Scenario = z.infer<typeof Scenario>;

/** The JSON Schema of a scenario file, for editors (`docs/scenario.schema.json`). */
export const scenarioJsonSchema = (): object => ({
  ...z.toJSONSchema(Scenario, { io: 'input', target: 'draft-2020-12' }),
  title: 'Relais scenario',
});
