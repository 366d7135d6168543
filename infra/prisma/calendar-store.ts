/**
 * Published calendars of cantons and of institutions whose days differ from their canton's: a
 * deadline names the version it was computed with.
 */
import { z } from 'zod';
import type { CalendarStore, CantonCalendars } from '../../activities/ports';
import { Calendar, ClosedDay } from '../../schemas/index';
import type { CantonCode, InstitutionId } from '../../schemas/index';
import type { Database } from './database';
import { AlreadyPublished, onceRead } from './published';
import type { Publication } from './published';

/** A canton without a calendar that covers the asked day. */
export class CalendarMissing extends Error {
  override readonly name = 'CalendarMissing';
}

/** A calendar with the names of its days. */
interface Named {
  readonly calendar: Calendar;
  readonly days?: readonly ClosedDay[] | undefined;
}

export interface DaysQuery {
  readonly canton: CantonCode;
  /** Its own days when it keeps some, else those of the canton. */
  readonly institution?: InstitutionId | undefined;
  readonly year: number;
}

export interface PublishedDays {
  readonly version: string;
  readonly items: readonly ClosedDay[];
}

export interface Calendars extends CalendarStore {
  /**
   * A person publishes a version; the same one again (a correction taken back) only makes it current.
   * Throws `AlreadyPublished`.
   */
  publishCalendar(calendar: Calendar, days?: readonly ClosedDay[]): Promise<Publication>;
  /**
   * Loads a version of the files as the installation starts on a date. One that was published before
   * stays where it is, and none comes over a calendar that a person published and that covers the
   * date. Throws `AlreadyPublished`.
   */
  loadCalendar(dated: Named, on: string): Promise<Publication>;
  /** The days of a year in the current version; undefined when none covers the year with its days. */
  findDays(query: DaysQuery): Promise<PublishedDays | undefined>;
}

interface Key {
  readonly id: string;
  readonly version: string;
}

const currentCalendars =
  (db: Database, read: (id: string, version: string) => Promise<Calendar>) =>
  async (canton: string, around: string): Promise<CantonCalendars> => {
    const day = around.slice(0, 10);
    const rows = await db.$queryRaw<Key[]>`
      SELECT DISTINCT ON (id) id, version FROM calendars
      WHERE (id = ${canton} OR id LIKE ${`${canton}-%`})
        AND covers_from <= ${day}::date AND covers_to >= ${day}::date
      ORDER BY id, publication DESC`;
    const found = await Promise.all(rows.map(({ id, version }) => read(id, version)));
    const calendar = found.find(({ id }) => id === canton);
    if (calendar === undefined) {
      throw new CalendarMissing(`no calendar of canton ${canton} is published for ${around}`);
    }
    const own = found.filter(({ id }) => id !== canton).map((one) => [one.id, one] as const);
    return { calendar, ...(own.length > 0 && { calendars: Object.fromEntries(own) }) };
  };

const readCalendar =
  (db: Database) =>
  async (id: string, version: string): Promise<Calendar> => {
    const where = { id_version: { id, version } };
    const row = await db.calendarRecord.findUniqueOrThrow({ where });
    return Calendar.parse(row.document);
  };

/** One statement. By hand, a version that was published before becomes the current one again. */
const publish = async (
  db: Database,
  { calendar, days }: Named,
  byHand: boolean,
): Promise<Publication> => {
  const { id, version, coversFrom, coversTo } = calendar;
  const json = JSON.stringify(calendar);
  const named = days === undefined ? null : JSON.stringify(days);
  // Names may be put right under the same version: no deadline was counted with them.
  const [row] = await db.$queryRaw<{ fresh: boolean }[]>`
    INSERT INTO calendars AS c (id, version, covers_from, covers_to, document, days, by_hand)
    VALUES (${id}, ${version}, ${coversFrom}::date, ${coversTo}::date, ${json}::jsonb,
      ${named}::jsonb, ${byHand})
    ON CONFLICT (id, version) DO UPDATE
      SET days = coalesce(excluded.days, c.days), by_hand = c.by_hand OR ${byHand},
        published_at = CASE WHEN ${byHand} THEN clock_timestamp() ELSE c.published_at END,
        publication = CASE WHEN ${byHand} THEN nextval('publications') ELSE c.publication END
      WHERE c.document = excluded.document
    RETURNING (xmax = 0) AS fresh`;
  if (row === undefined) throw new AlreadyPublished('calendar', id, version);
  return row.fresh ? 'published' : 'unchanged';
};

const isByHand = async (db: Database, id: string, on: string): Promise<boolean> => {
  const [current] = await db.$queryRaw<{ by_hand: boolean }[]>`
    SELECT by_hand FROM calendars
    WHERE id = ${id} AND covers_from <= ${on}::date AND covers_to >= ${on}::date
    ORDER BY publication DESC
    LIMIT 1`;
  return current?.by_hand === true;
};

const Days = z.array(ClosedDay);

const findDays =
  (db: Database) =>
  async ({ canton, institution, year }: DaysQuery): Promise<PublishedDays | undefined> => {
    const [first, last] = [`${String(year)}-01-01`, `${String(year)}-12-31`];
    const [row] = await db.$queryRaw<{ version: string; days: unknown }[]>`
      SELECT version, days FROM calendars
      WHERE id IN (${canton}, ${institution ?? canton})
        AND covers_from <= ${first}::date AND covers_to >= ${last}::date
      ORDER BY id = ${canton}, publication DESC
      LIMIT 1`;
    if (row === undefined || row.days === null) return undefined;
    const items = Days.parse(row.days).filter(({ on }) => first <= on && on <= last);
    return { version: row.version, items };
  };

export const makeCalendarStore = (db: Database): Calendars => ({
  getCalendars: currentCalendars(db, onceRead(readCalendar(db))),
  publishCalendar: (calendar, days) => publish(db, { calendar, days }, true),
  loadCalendar: async (dated, on) =>
    (await isByHand(db, dated.calendar.id, on)) ? 'unchanged' : publish(db, dated, false),
  findDays: findDays(db),
});
