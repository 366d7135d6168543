/** Facts with every field known, of invented persons: an expression over them must have a value. */
import { InstitutionKind, JudgedFacts, ProblemArea, Registration } from '../../schemas/index';
import { factTypes } from './fact-types';

/** An ordinary dossier. */
export const sampleFacts: JudgedFacts = JudgedFacts.parse({
  residence: { canton: 'sg', bfsNr: 3203 },
  permit: { category: 'F', ech0006: '0503', validTo: '2027-03-04' },
  refugeeFlag: false,
  goal: 'sustainable_integration_primary_market',
  registrations: [
    { institution: 'rav', state: 'active', since: '2026-01-05', forPlacement: true },
    { institution: 'iv', state: 'planned', since: '2026-02-02', forPlacement: false },
  ],
  problemAreas: [{ area: 'health', grade: 'heavy' }],
  workCapacity: { percent: 70, issuer: 'physician', on: '2026-01-20' },
  integrationPotential: 'real',
  language: { oral: 'B1', written: 'A2', tongue: 'de', on: '2025-11-10' },
  livelihood: { source: 'social_aid' },
  ivStatus: 'registered',
  employability: { result: 'employable', on: '2026-01-20' },
  unemployed: true,
  availabilityPercent: 100,
  childcareSolved: true,
  complexSituation: true,
  competenceUnclear: false,
  clientOverwhelmed: true,
  willingToCooperate: true,
  drawsBenefits: true,
  acuteState: 'none',
  preclarification: { done: true },
  powerOfAttorney: { signed: true },
  commune: { participates: true, mandatedRAV: false },
  consent: {
    status: 'given',
    recipients: ['sh', 'iv'],
    fieldGroups: ['identity'],
    givenBy: 'person',
    channel: 'paper',
    signedOn: '2026-02-02',
    expiresOn: '2027-02-02',
    handoverTo: 'zh',
  },
  person: { age: 41 },
  samePersonActive: false,
});

const pick = <T>(values: readonly T[], index: number): T => values[index % values.length] as T;
const entries = <T>(list: string, entry: (index: number) => T): T[] =>
  Array.from({ length: factTypes.get(list)?.longest ?? 0 }, (_, index) => entry(index));

/** The dossier that costs an expression most: every list as long and as varied as it may be. */
export const largestFacts: JudgedFacts = JudgedFacts.parse({
  ...sampleFacts,
  registrations: entries('registrations', (index) => ({
    institution: pick(InstitutionKind.options, index),
    state: pick(Registration.shape.state.options, index),
    since: new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10),
    forPlacement: index % 2 === 0,
  })),
  problemAreas: entries('problemAreas', (index) => ({
    area: pick(ProblemArea.options, index),
    grade: pick(['light', 'heavy', 'unclear'], index),
  })),
  consent: {
    ...sampleFacts.consent,
    recipients: entries('consent.recipients', (index) => pick(InstitutionKind.options, index)),
  },
});
