/** Reads in the name of a person: the viewer's rights are set in the very transaction that reads. */
import type { CantonCode, InstitutionId, Role } from '../../schemas/index';
import type { Database } from './database';
import type { Prisma } from './generated/client';

export interface Viewer {
  readonly userId: string;
  readonly institutionId?: InstitutionId | undefined;
  readonly role: Role;
  readonly canton?: CantonCode | undefined;
}

const cantonOf = ({ canton, institutionId }: Viewer): CantonCode | undefined =>
  canton ?? (institutionId?.slice(0, 2) as CantonCode | undefined);

/** The canton whose cases the viewer oversees; the policies of row-level security say the same. */
export const overseenCanton = (viewer: Viewer): CantonCode | undefined =>
  viewer.role === 'coordinator' || viewer.role === 'auditor' ? cantonOf(viewer) : undefined;

/** One query as the viewer. Row-level security drops what the viewer may not see. */
export async function asViewer<T>(
  db: Database,
  viewer: Viewer,
  query: Prisma.PrismaPromise<T>,
): Promise<T> {
  const [, answer] = await db.$transaction([
    db.$executeRaw`SELECT
      set_config('transaction_read_only', 'on', true),
      set_config('relais.institution', ${viewer.institutionId ?? ''}, true),
      set_config('relais.role', ${viewer.role}, true),
      set_config('relais.canton', ${cantonOf(viewer) ?? ''}, true)`,
    query,
  ]);
  return answer;
}
