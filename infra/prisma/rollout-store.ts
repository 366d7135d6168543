/** Rollouts of published rules: the open cases they are for, and how far each one is. */
import type { PublishedRules, RolloutStore } from '../../activities/ports';
import { Rollout } from '../../schemas/index';
import type { CantonCode, CaseId } from '../../schemas/index';
import type { Database } from './database';
import { Prisma } from './generated/client';

/** A rollout as it begins. */
export interface NewRollout {
  readonly id: string;
  readonly rules: PublishedRules;
  /** Plain date. */
  readonly startsOn: string;
  /** Domain instant. */
  readonly startedAt: string;
  /** User id of who published. */
  readonly startedBy: string;
  /** `done`: the rules are for days gone by and move nobody. */
  readonly state: 'waiting' | 'done';
}

export interface Rollouts extends RolloutStore {
  /** Begins a rollout, or begins one again that has ended; one that is under way stays as it is. */
  begin(rollout: NewRollout): Promise<void>;
  /** What a canton takes part in; of the cases that failed only its own are named. */
  findRollout(canton: CantonCode, id: string): Promise<Rollout | undefined>;
  /** The same for all, newest first. */
  listRollouts(canton: CantonCode): Promise<Rollout[]>;
  /** Ids of the rollouts that are not at their end. */
  listUnfinished(): Promise<string[]>;
}

const openCases = ({ kind, subject, cantons }: PublishedRules): Prisma.Sql => Prisma.sql`
  FROM cases c WHERE c.status <> 'closed' AND c.canton = ANY(${[...cantons]}::text[])
    AND (${kind} <> 'policy' OR c.policy_id = ${subject})`;

const beyond = (after: CaseId | undefined): Prisma.Sql =>
  after === undefined ? Prisma.empty : Prisma.sql`AND c.id > ${after}::uuid`;

const selected = (canton: CantonCode, id?: string): Prisma.Sql => Prisma.sql`
  SELECT r.id, r.kind, r.subject, r.version, r.state, r.total, r.moved, r.unchanged, r.closed,
    r.starts_on::text AS "startsOn", relais_instant(r.started_at) AS "startedAt",
    ARRAY(SELECT c.id::text FROM cases c
      WHERE c.id = ANY(r.failed) AND c.canton = ${canton} ORDER BY c.id) AS failed
  FROM rollouts r
  WHERE ${canton} = ANY(r.cantons) AND (${id ?? null}::text IS NULL OR r.id = ${id ?? null})
  ORDER BY r.started_at DESC, r.id`;

const begin =
  (db: Database): Rollouts['begin'] =>
  async ({ id, rules, startsOn, startedAt, startedBy, state }) => {
    const { kind, subject, version, cantons } = rules;
    await db.$executeRaw`
      INSERT INTO rollouts AS r (id, kind, subject, version, cantons, starts_on, started_at,
        started_by, state)
      VALUES (${id}, ${kind}, ${subject}, ${version}, ${[...cantons]}::text[], ${startsOn}::date,
        ${startedAt}::timestamptz, ${startedBy}, ${state})
      ON CONFLICT (id) DO UPDATE SET
        started_at = excluded.started_at, started_by = excluded.started_by, state = excluded.state,
        starts_on = excluded.starts_on, total = 0, moved = 0, unchanged = 0, closed = 0, failed = '{}'
      WHERE r.state IN ('done', 'superseded')`;
  };

export const makeRolloutStore = (db: Database): Rollouts => ({
  begin: begin(db),

  async listOpenCases(rules, { after, limit }) {
    const rows = await db.$queryRaw<{ id: CaseId }[]>`
      SELECT c.id ${openCases(rules)} ${beyond(after)} ORDER BY c.id LIMIT ${limit}`;
    return rows.map(({ id }) => id);
  },

  async countOpenCases(rules, after) {
    const [row] = await db.$queryRaw<[{ count: number }]>`
      SELECT count(*)::int AS count ${openCases(rules)} ${beyond(after)}`;
    return row.count;
  },

  async isOpen(caseId) {
    const rows = await db.$queryRaw<unknown[]>`
      SELECT 1 FROM cases WHERE id = ${caseId}::uuid AND status <> 'closed'`;
    return rows.length > 0;
  },

  async saveProgress(id, { state, total, moved, unchanged, closed, failed }) {
    await db.$executeRaw`
      UPDATE rollouts SET state = ${state}, total = ${total}, moved = ${moved},
        unchanged = ${unchanged}, closed = ${closed}, failed = ${[...failed]}::uuid[]
      WHERE id = ${id}`;
  },

  async findRollout(canton, id) {
    const [row] = await db.$queryRaw<unknown[]>(selected(canton, id));
    return row === undefined ? undefined : Rollout.parse(row);
  },

  async listRollouts(canton) {
    const rows = await db.$queryRaw<unknown[]>(selected(canton));
    return rows.map((row) => Rollout.parse(row));
  },

  async listUnfinished() {
    const rows = await db.$queryRaw<{ id: string }[]>`
      SELECT id FROM rollouts WHERE state IN ('waiting', 'running') ORDER BY id`;
    return rows.map(({ id }) => id);
  },
});
