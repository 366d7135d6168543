/** The memory of an institution in its own Postgres, as docs/consumer-kit.md shows it. */
import type { Pool, PoolClient } from 'pg';
import type { EventMemory } from '../../infra/kafka/consumer-kit/index';

export const memoryTables = `
  CREATE TABLE heard (source text, id text, PRIMARY KEY (source, id));
  CREATE TABLE heard_places (case_id uuid PRIMARY KEY, sequence text NOT NULL);
`;

/** The effect writes through the same client, so that it stands or falls with what is remembered. */
export const postgresMemory = (pool: Pool): EventMemory<PoolClient> => ({
  once: async ({ source, id, place }, effect) => {
    const tx = await pool.connect();
    try {
      await tx.query('BEGIN');
      // Waits when another process is at work on the same event, and then finds it.
      const added = await tx.query(
        'INSERT INTO heard (source, id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
        [source, id],
      );
      if (added.rowCount === 0) {
        await tx.query('ROLLBACK');
        return 'known';
      }
      await effect(tx);
      if (place !== undefined) {
        await tx.query(
          `INSERT INTO heard_places AS p (case_id, sequence) VALUES ($1, $2)
           ON CONFLICT (case_id) DO UPDATE SET sequence = greatest(p.sequence, excluded.sequence)`,
          [place.caseId, place.sequence],
        );
      }
      await tx.query('COMMIT');
      return 'new';
    } catch (error) {
      await tx.query('ROLLBACK');
      throw error;
    } finally {
      tx.release();
    }
  },
  findLastSequence: async (caseId) => {
    const { rows } = await pool.query<{ sequence: string }>(
      'SELECT sequence FROM heard_places WHERE case_id = $1',
      [caseId],
    );
    return rows[0]?.sequence;
  },
});
