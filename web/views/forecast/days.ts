/** What is seen ahead, sorted by day, by office and by person. */
import type { ForecastEntry, ForecastKind } from '../../../schemas/index';

const dayMs = 86_400_000;

/** Every plain date from one to another, both included. */
export const daysFrom = (from: string, to: string): readonly string[] => {
  const days: string[] = [];
  for (let ms = Date.parse(from); ms <= Date.parse(to); ms += dayMs)
    days.push(new Date(ms).toISOString().slice(0, 10));
  return days;
};

/** 1 is Monday, 7 is Sunday. */
export const weekdayOf = (on: string): number => new Date(Date.parse(on)).getUTCDay() || 7;

export const byDay = (
  entries: readonly ForecastEntry[],
): ReadonlyMap<string, readonly ForecastEntry[]> => {
  const days = new Map<string, ForecastEntry[]>();
  for (const entry of entries) days.set(entry.on, [...(days.get(entry.on) ?? []), entry]);
  return days;
};

export type Counts = Readonly<Record<ForecastKind, number>>;

/** How many entries of each kind. */
export const countsOf = (entries: readonly Pick<ForecastEntry, 'kind'>[]): Counts => {
  const counts = { reminder: 0, escalation: 0, expiry: 0, follow_up: 0, automatic: 0 };
  for (const { kind } of entries) counts[kind] += 1;
  return counts;
};

export interface Share {
  readonly office: string;
  /** User id; undefined where nobody is named. */
  readonly person: string | undefined;
  readonly counts: Counts;
}

/** Who has how much ahead, the most first. */
export const sharesOf = (entries: readonly ForecastEntry[]): readonly Share[] => {
  const shares = new Map<string, ForecastEntry[]>();
  for (const entry of entries) {
    const key = JSON.stringify([entry.owedBy, entry.responsible]);
    shares.set(key, [...(shares.get(key) ?? []), entry]);
  }
  return [...shares.values()]
    .sort((a, b) => b.length - a.length)
    .map((all) => ({
      office: all[0]?.owedBy ?? '',
      person: all[0]?.responsible,
      counts: countsOf(all),
    }));
};
