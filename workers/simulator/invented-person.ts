/** Invented people in invented situations. Every name is visibly made up. */
import type { CantonCode, Facts, InstitutionKind, RegisterCaseRequest } from '../../schemas/index';

const firstNames = [
  'Amara', 'Boris', 'Chiara', 'Daria', 'Emil', 'Fatou', 'Goran', 'Helin', 'Ilir', 'Jelena',
  'Kofi', 'Luan', 'Mirjam', 'Nuno', 'Olena', 'Paulo', 'Rahel', 'Selam', 'Tenzin', 'Valon',
] as const; // prettier-ignore
const officialNames = [
  'Testova', 'Musterenko', 'Beispielen', 'Exempla', 'Attrapov', 'Fiktivić', 'Erfundi', 'Modelli',
  'Probandi', 'Platzhalter', 'Scheinberger', 'Dummymann',
] as const; // prettier-ignore

const pick = <T>(list: readonly [T, ...T[]] | readonly T[], by: number): T => {
  const one = list[by % list.length];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
};

/** A number with a right check digit that belongs to nobody: the series 756.0 is not given out. */
function inventedAhv(serial: number): string {
  const digits = `7560${String(serial % 100_000_000).padStart(8, '0')}`;
  const sum = Array.from(digits, Number).reduce((all, d, i) => all + d * (i % 2 === 0 ? 1 : 3), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

const recipients: InstitutionKind[] = ['rav', 'sh', 'if', 'iv', 'bslb', 'coo'];

/** What is known of the situation; every seventh file lacks something, every ninth is simple. */
function inventedFacts(canton: CantonCode, own: InstitutionKind, turn: number): Facts {
  const second: InstitutionKind = own === 'rav' ? 'sh' : 'rav';
  const simple = turn % 9 === 8;
  const known: Facts = {
    residence: { canton },
    permit: { category: pick(['B', 'C', 'F', 'CH'] as const, turn) },
    refugeeFlag: turn % 4 === 0,
    registrations: [
      { institution: own, state: 'active' },
      ...(simple ? [] : [{ institution: second, state: 'active' as const }]),
    ],
    problemAreas: [
      { area: 'health', grade: 'heavy' },
      { area: pick(['labour_market', 'language', 'qualification', 'debt'] as const, turn) },
    ],
    integrationPotential: 'real',
    unemployed: true,
    drawsBenefits: true,
    livelihood: { source: 'social_aid' },
    ivStatus: 'none',
    employability: { result: 'not_employable' },
    commune: { participates: true },
    consent: {
      status: 'given',
      recipients,
      fieldGroups: ['identity', 'vn', 'permit', 'skills', 'registrations', 'problem_areas', 'plan'],
    },
  };
  return turn % 7 === 6 ? known : { ...known, ...missingLater(simple) };
}

/** Also what the registering office supplies when the file comes back. */
export const missingLater = (simple = false): Facts => ({
  goal: 'sustainable_integration_primary_market',
  complexSituation: !simple,
});

/** The request with which an office of `canton` registers somebody. `turn` counts from 0. */
export function inventedCase(
  canton: CantonCode,
  own: InstitutionKind,
  draw: { readonly turn: number; readonly serial: number },
): RegisterCaseRequest {
  const { turn, serial } = draw;
  return {
    canton,
    person: {
      officialName: pick(officialNames, serial),
      firstName: pick(firstNames, serial + turn),
      birthDate: `${1965 + (serial % 38)}-${String((serial % 12) + 1).padStart(2, '0')}`,
      vn: inventedAhv(serial),
      language: pick(['de', 'fr', 'it'] as const, serial),
    },
    facts: inventedFacts(canton, own, turn),
  };
}
