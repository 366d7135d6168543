/** Published calendars of cantons: a deadline names the version it was computed with. */
import type { CalendarStore } from '../../activities/ports';
import { Calendar } from '../../schemas/index';
import type { Database } from './database';
import { AlreadyPublished } from './published';
import type { Publication } from './published';

/** A canton without a calendar that covers the asked day. */
export class CalendarMissing extends Error {
  override readonly name = 'CalendarMissing';
}

export interface Calendars extends CalendarStore {
  /** Publishes a version; the same one again only makes it current. Throws `AlreadyPublished`. */
  publishCalendar(calendar: Calendar): Promise<Publication>;
}

export const makeCalendarStore = (db: Database): Calendars => ({
  async getCalendar(canton, around) {
    const rows = await db.$queryRaw<{ document: unknown }[]>`
      SELECT document FROM calendars
      WHERE id = ${canton} AND covers_from <= ${around.slice(0, 10)}::date
        AND covers_to >= ${around.slice(0, 10)}::date
      ORDER BY published_at DESC, covers_to DESC, version DESC
      LIMIT 1`;
    if (rows[0] === undefined) {
      throw new CalendarMissing(`no calendar of canton ${canton} is published for ${around}`);
    }
    return Calendar.parse(rows[0].document);
  },

  async publishCalendar(calendar) {
    const { id, version, coversFrom, coversTo } = calendar;
    const json = JSON.stringify(calendar);
    // Published again after another version (a correction taken back), it is the current one again.
    const [row] = await db.$queryRaw<{ fresh: boolean }[]>`
      INSERT INTO calendars AS c (id, version, covers_from, covers_to, document)
      VALUES (${id}, ${version}, ${coversFrom}::date, ${coversTo}::date, ${json}::jsonb)
      ON CONFLICT (id, version) DO UPDATE SET published_at = clock_timestamp()
        WHERE c.document = excluded.document
      RETURNING (xmax = 0) AS fresh`;
    if (row === undefined) throw new AlreadyPublished('calendar', id, version);
    return row.fresh ? 'published' : 'unchanged';
  },
});
