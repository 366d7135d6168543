/** The fact sets A to F of domain.md 4.4; all persons are unemployed and aim at the labour market. */
import type { Facts, PolicyDocument } from '../../schemas/index';
import { loadPolicies } from '../../infra/policies';

type Registrations = NonNullable<Facts['registrations']>;
type Problems = NonNullable<Facts['problemAreas']>;

const active = (...kinds: Registrations[number]['institution'][]): Registrations =>
  kinds.map((institution) => ({ institution, state: 'active' }));
const areas = (...names: Problems[number]['area'][]): Problems => names.map((area) => ({ area }));
const consent = (
  status: NonNullable<Facts['consent']>['status'],
): NonNullable<Facts['consent']> => ({
  status,
  recipients: ['sh', 'rav', 'iv', 'if'],
  fieldGroups: [],
});
const common = { goal: 'sustainable_integration_primary_market', unemployed: true } as const;

export const factSets = {
  A: {
    ...common,
    registrations: active('rav'),
    problemAreas: [{ area: 'labour_market' }, { area: 'debt', grade: 'light' }],
    integrationPotential: 'real',
    consent: consent('given'),
    complexSituation: false,
  },
  B: {
    ...common,
    registrations: active('rav', 'sh'),
    problemAreas: [...areas('health', 'labour_market'), { area: 'debt', grade: 'heavy' }],
    integrationPotential: 'real',
    consent: consent('given'),
    complexSituation: true,
    clientOverwhelmed: true,
    willingToCooperate: true,
    preclarification: { done: true },
  },
  C: {
    ...common,
    registrations: [...active('sh'), { institution: 'iv', state: 'planned' }],
    problemAreas: [{ area: 'health', grade: 'unclear' }, ...areas('language', 'labour_market')],
    integrationPotential: 'uncertain',
    consent: consent('given'),
    complexSituation: true,
    competenceUnclear: true,
    clientOverwhelmed: true,
    willingToCooperate: true,
    preclarification: { done: true },
    permit: { category: 'S' },
    language: { oral: 'A1' },
  },
  D: {
    ...common,
    registrations: active('rav', 'sh', 'iv'),
    problemAreas: [{ area: 'addiction', grade: 'heavy' }, ...areas('housing', 'labour_market')],
    integrationPotential: 'real',
    consent: consent('not_asked'),
    complexSituation: true,
    preclarification: { done: true },
  },
  E: {
    ...common,
    registrations: active('sh'),
    problemAreas: areas('language'),
    integrationPotential: 'real',
    consent: consent('given'),
    complexSituation: false,
    permit: { category: 'F' },
    language: { oral: 'A2' },
    availabilityPercent: 100,
  },
  F: {
    ...common,
    registrations: [...active('rav'), { institution: 'iv', state: 'active', forPlacement: true }],
    problemAreas: areas('health', 'labour_market'),
    integrationPotential: 'real',
    consent: consent('refused'),
    complexSituation: true,
    preclarification: { done: true },
  },
} as const satisfies Record<string, Facts>;

const policies = loadPolicies();

/** The policy file of a canton, as it stands in `policies/`. */
export const policyNamed = (id: string): PolicyDocument =>
  policies.find(({ running }) => running.id === id)!;
