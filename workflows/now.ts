/** The only place that asks the time: the sandbox's own clock, through the clock of the case. */
import { toDomain } from '../domain/deadlines/clock';
import type { Clock } from '../schemas/index';

/** Domain instant of the current workflow task; the same on every replay. */
export const domainNow = (clock: Clock): string =>
  toDomain(clock, new Date(Date.now()).toISOString());

/** Milliseconds from the current workflow task to an engine instant, never negative. */
export const msUntil = (engineInstant: string): number =>
  Math.max(0, Date.parse(engineInstant) - Date.now());
