/** Figures as lines for a spreadsheet. */
import type { Indicator } from '../../schemas/index';

const columns = [
  'name', 'institution', 'from', 'to', 'code', 'permitGroup', 'pauses', 'measure', 'value', 'of',
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
