/** Published calendars of cantons: a deadline names the version it was computed with. */
import type { CalendarStore } from '../../activities/ports';
import { Calendar } from '../../schemas/index';
import type { Database } from './database';
import { AlreadyPublished, onceRead } from './published';
import type { Publication } from './published';

/** A canton without a calendar that covers the asked day. */
export class CalendarMissing extends Error {
  override readonly name = 'CalendarMissing';
}

export interface Calendars extends CalendarStore {
  /** Publishes a version; the same one again only makes it current. Throws `AlreadyPublished`. */
  publishCalendar(calendar: Calendar): Promise<Publication>;
}

const currentCalendar =
  (db: Database, read: (id: string, version: string) => Promise<Calendar>) =>
  async (canton: string, around: string): Promise<Calendar> => {
    const rows = await db.$queryRaw<{ id: string; version: string }[]>`
      SELECT id, version FROM calendars
      WHERE id = ${canton} AND covers_from <= ${around.slice(0, 10)}::date
        AND covers_to >= ${around.slice(0, 10)}::date
      ORDER BY publication DESC
      LIMIT 1`;
    if (rows[0] === undefined) {
      throw new CalendarMissing(`no calendar of canton ${canton} is published for ${around}`);
    }
    return read(rows[0].id, rows[0].version);
  };

const readCalendar =
  (db: Database) =>
  async (id: string, version: string): Promise<Calendar> => {
    const where = { id_version: { id, version } };
    const row = await db.calendarRecord.findUniqueOrThrow({ where });
    return Calendar.parse(row.document);
  };

export const makeCalendarStore = (db: Database): Calendars => ({
  getCalendar: currentCalendar(db, onceRead(readCalendar(db))),

  async publishCalendar(calendar) {
    const { id, version, coversFrom, coversTo } = calendar;
    const json = JSON.stringify(calendar);
    // Published again after another version (a correction taken back), it is the current one again.
    const [row] = await db.$queryRaw<{ fresh: boolean }[]>`
      INSERT INTO calendars AS c (id, version, covers_from, covers_to, document)
      VALUES (${id}, ${version}, ${coversFrom}::date, ${coversTo}::date, ${json}::jsonb)
      ON CONFLICT (id, version) DO UPDATE
        SET published_at = clock_timestamp(), publication = nextval('publications')
        WHERE c.document = excluded.document
      RETURNING (xmax = 0) AS fresh`;
    if (row === undefined) throw new AlreadyPublished('calendar', id, version);
    return row.fresh ? 'published' : 'unchanged';
  },
});
