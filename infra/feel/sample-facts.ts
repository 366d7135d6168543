/** Facts with every field known, of an invented person: an expression over them must have a value. */
import { Facts } from '../../schemas/index';

export const sampleFacts: Facts = Facts.parse({
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
    signedOn: '2026-02-02',
    expiresOn: '2027-02-02',
  },
});
