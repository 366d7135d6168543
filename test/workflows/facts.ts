/** Who the stories are about. */
import type { Dossier } from '../../schemas/index';
import { factSets } from '../domain/criteria-fixtures';

/** Fact set B: several offices, several problems, admitted in St. Gallen and in Zürich. */
export const dossierOf = (canton: 'sg' | 'zh'): Dossier => ({
  person: { officialName: 'Beispielen', firstName: 'Amara', birthDate: '1991-05-12' },
  facts: { ...factSets.B, residence: { canton }, commune: { participates: true } },
});
