/** Facts as an office gives them, laid over those that are known. */
import { toDomain } from '../../domain/deadlines/clock';
import { localDate } from '../../domain/deadlines/dates';
import type { Clock, Facts } from '../../schemas/index';

export { circumstancesOf } from '../../domain/consent/circumstances';

/** Facts laid over what was known, each new one with who said it and on which day. */
export const factsFrom = (
  said: { readonly by: string; readonly on: string },
  given: Facts,
  known: Facts = {},
): Facts => {
  const { provenance: own, ...facts } = given;
  const recorded = Object.fromEntries(
    Object.keys(facts).map((name) => [name, { source: said.by, on: said.on }]),
  );
  return {
    ...known,
    ...facts,
    provenance: { ...known.provenance, ...recorded, ...own },
  };
};

/** The day on the clock of the installation. */
export const todayOf = async (clock: { getClock(): Promise<Clock> }): Promise<string> =>
  localDate(toDomain(await clock.getClock(), new Date().toISOString()));
