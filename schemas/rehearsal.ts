/** A policy played in the process of the API, on invented facts or those of a case: nothing is stored. */
import { z } from 'zod';
import { eventTypes } from './events';
import { ForecastEntry } from './forecast';
import {
  CantonCode, CaseId, Instant, InstitutionId, InstitutionKind, PlainDate, ReferralId,
} from './primitives'; // prettier-ignore
import { RefusalCode } from './refusals';
import { CaseStatus, DeadlineKind, VerdictOutcome } from './states';

/** What an office does with what it owes: `silent` never answers, `asks` asks back before it accepts. */
export const OfficeAnswer = z
  .enum(['accepts', 'asks', 'declines', 'silent'])
  .meta({ id: 'OfficeAnswer' });
export type OfficeAnswer = z.infer<typeof OfficeAnswer>;

const mostDays = 500;
const slowestBD = 120;

/** How the offices of a kind behave. Whatever else they owe, they do it as soon as they answer. */
export const OfficeConduct = z
  .strictObject({
    kind: InstitutionKind,
    answer: OfficeAnswer,
    afterBD: z
      .int()
      .min(0)
      .max(slowestBD)
      .default(3)
      .describe('business days after its clock began'),
  })
  .meta({ id: 'OfficeConduct' });
export type OfficeConduct = z.infer<typeof OfficeConduct>;

export const RehearsalRequest = z
  .strictObject({
    policyId: z.string().min(1).max(60),
    policyVersion: z.string().min(1).max(40),
    scenario: z
      .string()
      .min(1)
      .max(60)
      .optional()
      .describe('whose person and facts: `GET /v1/scenarios`'),
    caseId: CaseId.optional().describe('instead of a scenario: the facts of a case as they stand'),
    start: PlainDate.optional().describe(
      'when absent the day of the scenario, or on which the case was registered',
    ),
    days: z.int().min(1).max(mostDays).default(180),
    offices: z
      .array(OfficeConduct)
      .max(30)
      .default([])
      .describe('offices that are not named accept after three business days'),
  })
  .refine(({ scenario, caseId }) => (scenario === undefined) !== (caseId === undefined), {
    path: ['scenario'],
    error: 'expected either `scenario` or `caseId`',
  })
  .meta({ id: 'RehearsalRequest' });
export type RehearsalRequest = z.infer<typeof RehearsalRequest>;

/** A clock as it ran: on which day it began, is due, and ended. */
export const RehearsedClock = z
  .strictObject({
    key: z.string(),
    kind: DeadlineKind,
    referralId: ReferralId.optional(),
    owedBy: InstitutionId,
    setOn: PlainDate,
    dueOn: PlainDate,
    endedOn: PlainDate.optional().describe('absent while it runs or stands still'),
    met: z.boolean().optional().describe('whether it ended before it was due'),
  })
  .meta({ id: 'RehearsedClock' });
export type RehearsedClock = z.infer<typeof RehearsedClock>;

/** One moment of the path: what happened, and where the case stood then. */
export const RehearsedMoment = z
  .strictObject({
    at: Instant,
    on: PlainDate,
    by: InstitutionId.optional().describe('absent when the engine acted by itself'),
    events: z.array(z.enum(eventTypes)).readonly().describe('without those of clocks'),
    referrals: z.array(ReferralId).readonly(),
    status: CaseStatus.optional().describe('absent when not even the registration was taken'),
    refused: z
      .strictObject({ command: z.string(), code: RefusalCode })
      .optional()
      .describe('what the office asked for, and why it was refused'),
  })
  .meta({ id: 'RehearsedMoment' });
export type RehearsedMoment = z.infer<typeof RehearsedMoment>;

export const Rehearsal = z
  .strictObject({
    policyId: z.string(),
    policyVersion: z.string(),
    canton: CantonCode,
    from: PlainDate,
    to: PlainDate,
    registeredBy: InstitutionId,
    verdict: VerdictOutcome.optional().describe('what the criteria said last'),
    path: z.array(RehearsedMoment).readonly(),
    clocks: z.array(RehearsedClock).readonly(),
    ladder: z.array(ForecastEntry.omit({ caseId: true, responsible: true })).readonly(),
    offices: z
      .array(InstitutionKind)
      .readonly()
      .describe('kinds of offices that had to do with it'),
    cut: z.boolean().describe('true when it was stopped before its last day'),
  })
  .meta({ id: 'Rehearsal' });
export type Rehearsal = z.infer<typeof Rehearsal>;

/** A scenario of `policies/scenarios/`, without its invented person. */
export const ScenarioSummary = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    source: z.string(),
    canton: CantonCode,
    start: PlainDate,
  })
  .meta({ id: 'ScenarioSummary' });
export type ScenarioSummary = z.infer<typeof ScenarioSummary>;
