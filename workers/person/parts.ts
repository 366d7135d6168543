/** What the checks on persons need; the API and the intake each bring their own. */
import type { CaseReader } from '../../infra/prisma/case-reader';
import type { Dossiers } from '../../infra/prisma/dossier-store';
import type { CantonCode, CaseId } from '../../schemas/index';

export type { Viewer } from '../../infra/prisma/viewer';

export interface PersonParts {
  readonly cases: Pick<CaseReader, 'findCase'>;
  readonly dossiers: Pick<Dossiers, 'getDossier' | 'findLookalikes'> & {
    /** As in `Dossiers`. */
    findCasesByAhv(canton: CantonCode, vn: string): Promise<readonly CaseId[]>;
  };
}
