/** Reads in the name of a person: the viewer's rights are set in the very transaction that reads. */
import { setTimeout as wait } from 'node:timers/promises';
import type { CantonCode, InstitutionId, Role } from '../../schemas/index';
import type { Database } from './database';
import { Prisma } from './generated/client';
import { readTogether } from './read-together';

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

const settings = (viewer: Viewer): Prisma.Sql => Prisma.sql`
  set_config('transaction_read_only', 'on', true),
  set_config('relais.institution', ${viewer.institutionId ?? ''}, true),
  set_config('relais.role', ${viewer.role}, true),
  set_config('relais.canton', ${cantonOf(viewer) ?? ''}, true)`;

/** One query as the viewer. Row-level security drops what the viewer may not see. */
export async function asViewer<T>(
  db: Database,
  viewer: Viewer,
  query: Prisma.Sql,
): Promise<readonly T[]> {
  const { answer } = await readTogether<unknown, T>(
    db,
    Prisma.sql`SELECT ${settings(viewer)}`,
    query,
  );
  return answer;
}

/** How old an answer is. */
export interface Age {
  /** Everything before it is in the answer. */
  readonly position: string;
  /** Only when a position was asked for: false while it is not reached. */
  readonly complete?: boolean;
}

interface Freshness {
  readonly horizon: string;
  readonly reached: boolean;
}

/** Of an event: its own transaction is over. Of a horizon (`…-0`): so is every one before it. */
const isReached = (position: string): Prisma.Sql => {
  const [tx = '0', id = '0'] = position.split('-');
  return id === '0'
    ? Prisma.sql`${tx}::xid8 <= pg_snapshot_xmin(pg_current_snapshot())`
    : Prisma.sql`pg_visible_in_snapshot(${tx}::xid8, pg_current_snapshot())`;
};

/**
 * The same, with its age. The age is taken one statement before the answer, which therefore holds at
 * least as much.
 */
async function withAge<T>(
  db: Database,
  { viewer, atLeast }: { viewer: Viewer; atLeast: string | undefined },
  query: Prisma.Sql,
): Promise<{ answer: readonly T[]; age: Age }> {
  const reached = atLeast === undefined ? Prisma.sql`true` : isReached(atLeast);
  const { first: fresh, answer } = await readTogether<Freshness, T>(
    db,
    Prisma.sql`SELECT ${settings(viewer)},
      pg_snapshot_xmin(pg_current_snapshot())::text AS horizon, ${reached} AS reached`,
    query,
  );
  const position = `${fresh.horizon}-0`;
  return {
    answer,
    age: atLeast === undefined ? { position } : { position, complete: fresh.reached },
  };
}

/** Long enough for a step that is being written; a reader would rather see an old list than none. */
const patienceMs = 2_000;
const pauseMs = 40;

/** Waits, but not for long, until the answer holds all up to `atLeast`. It says whether it does. */
export async function asViewerAt<T>(
  db: Database,
  wish: { readonly viewer: Viewer; readonly atLeast: string | undefined },
  query: Prisma.Sql,
): Promise<{ answer: readonly T[]; age: Age }> {
  const endMs = performance.now() + patienceMs;
  let seen = await withAge<T>(db, wish, query);
  while (seen.age.complete === false && performance.now() < endMs) {
    await wait(pauseMs);
    seen = await withAge<T>(db, wish, query);
  }
  return seen;
}
