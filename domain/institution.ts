/** What an institution id says by itself: `zh-sh-winterthur` is social aid in the canton of Zürich. */
import type { CantonCode, InstitutionId, InstitutionKind } from '../schemas/index';

export const kindOf = (id: InstitutionId): InstitutionKind => id.split('-')[1] as InstitutionKind;

export const cantonOf = (id: InstitutionId): CantonCode => id.split('-')[0] as CantonCode;
