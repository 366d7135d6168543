/** Figures as they may be seen: small ones left out for whoever does not work on the cases. */
import type { Counted } from '../../infra/prisma/indicator-store';
import type { Indicator } from '../../schemas/index';

/**
 * A figure behind which fewer than `least` stand is left out, with how many they are. A share says as
 * much of those it does not count: it needs so many on both sides, or none on one of them.
 */
export function shown(figure: Counted, least: number): Indicator {
  const { of, value, measure } = figure;
  const part = measure === 'share' ? Math.round(value * of) : of;
  const small = (count: number): boolean => count > 0 && count < least;
  if (small(of)) return { ...figure, value: null, of: null };
  return small(part) || small(of - part) ? { ...figure, value: null } : figure;
}

const columns = [
  'name', 'institution', 'from', 'to', 'code', 'pauses', 'measure', 'value', 'of',
] as const; // prettier-ignore

/** A cell that a spreadsheet takes for text or a number, never for a formula (RFC 4180). */
const cell = (held: string | number | null | undefined): string => {
  if (held === null || held === undefined) return '';
  if (typeof held === 'number') return String(held);
  const safe = /^[=+\-@\t\r]/.test(held) ? `'${held}` : held;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** The same figures as lines of CSV, an empty value where one is left out. */
export const csvOf = (items: readonly Indicator[]): string =>
  [columns.join(','), ...items.map((item) => columns.map((name) => cell(item[name])).join(','))]
    .map((line) => `${line}\r\n`)
    .join('');
