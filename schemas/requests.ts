/** What people send to the API: personal data come in here and go to the encrypted dossier only. */
import { z } from 'zod';
import { CommandBody, ReferralRequest } from './commands';
import { Facts, Person } from './facts';
import { CantonCode, CaseId } from './primitives';

/** Registering a case: who, what is known, and under which policy. */
export const RegisterCaseRequest = z
  .strictObject({
    canton: CantonCode,
    policyId: z.string().max(60).optional().describe('the case policy of the canton when absent'),
    draft: z.boolean().optional().describe('keep it without registering; facts may be missing'),
    continues: CaseId.optional().describe('the closed case of the same person that this goes on'),
    person: Person,
    facts: Facts,
  })
  .meta({ id: 'RegisterCaseRequest' });
export type RegisterCaseRequest = z.infer<typeof RegisterCaseRequest>;

/** Referrals that are thought of, and what is known so far: nothing of it is stored. */
export const SharingRequest = z
  .strictObject({
    policyId: z.string().max(60).describe('whose advice tells a minor'),
    person: Person.partial().describe('as far as it is known'),
    facts: Facts,
    referrals: z.array(ReferralRequest).max(10),
  })
  .meta({ id: 'SharingRequest' });
export type SharingRequest = z.infer<typeof SharingRequest>;

/** Facts to add or to change; what is not named stays as it is. */
const GivenFacts = Facts.refine((facts) => Object.keys(facts).length > 0, {
  error: 'expected at least one fact',
}).meta({ id: 'GivenFacts' });

const writtenByTheEdge = ['registerCase', 'supplyInformation', 'updateFacts'] as const;
type WrittenByTheEdge = (typeof writtenByTheEdge)[number];
type PublicCommand = (typeof CommandBody.options)[number];
type PlainCommand = Exclude<PublicCommand, { shape: { kind: z.ZodLiteral<WrittenByTheEdge> } }>;

const isPlain = (option: PublicCommand): option is PlainCommand =>
  !writtenByTheEdge.some((kind) => kind === option.shape.kind.value);

export const SupplyInformationRequest = z.strictObject({
  kind: z.literal('supplyInformation'),
  facts: GivenFacts,
});
export const UpdateFactsRequest = z
  .strictObject({
    kind: z.literal('updateFacts'),
    facts: Facts,
    person: Person.optional().describe('the whole person anew, when something of it was wrong'),
  })
  .refine(({ facts, person }) => person !== undefined || Object.keys(facts).length > 0, {
    path: ['facts'],
    error: 'expected at least one fact, or the person',
  });

/**
 * A command over HTTP: the body of `CommandBody`, with the facts themselves where the engine only
 * sees a reference to them. Registering has a route of its own.
 */
export const CommandRequest = z
  .discriminatedUnion('kind', [
    SupplyInformationRequest,
    UpdateFactsRequest,
    ...CommandBody.options.filter(isPlain),
  ])
  .meta({ id: 'CommandRequest' });
export type CommandRequest = z.infer<typeof CommandRequest>;
