/** Which days new rules are for, and whether they count there (docs/adr/0007). */
import type { PolicyDocument } from '../../schemas/index';

type Dated = Pick<PolicyDocument, 'validFrom' | 'validTo' | 'knownSince'>;

/** The later of two plain dates. */
const later = (a: string, b: string): string => (a > b ? a : b);

/** True when a version covers a day. */
export const covers = ({ validFrom, validTo }: Dated, on: string): boolean =>
  validFrom <= on && (validTo === undefined || on <= validTo);

/** The day as of which a version is tried: today, or its first day while that lies ahead. */
export const triedOn = ({ validFrom }: Dated, today: string): string => later(today, validFrom);

/**
 * True when a version that is published now counts on a day: it covers the day, and no version
 * that covers it too is known since a later day.
 */
export const counts = (version: Dated, others: readonly Dated[], on: string): boolean =>
  covers(version, on) &&
  !others.some((other) => covers(other, on) && other.knownSince > version.knownSince);
