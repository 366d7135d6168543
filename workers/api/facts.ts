/** What the send gate must know, taken from the facts as codes (domain.md 5.2): unknown stays unknown. */
import type { Circumstances } from '../../domain/case/state';
import { toDomain } from '../../domain/deadlines/clock';
import { localDate } from '../../domain/deadlines/dates';
import type { Clock, Facts } from '../../schemas/index';

const isProtected = (facts: Facts): boolean | undefined => {
  if (facts.permit === undefined) return undefined;
  if (facts.permit.category === 'F') return true;
  return facts.permit.category === 'B' ? facts.refugeeFlag : false;
};

const isEmployable = (facts: Facts): boolean | undefined =>
  facts.employability === undefined ? undefined : facts.employability.result === 'employable';

/** The circumstances of a case; only codes and dates, so they may travel in a command. */
export const circumstancesOf = (facts: Facts): Circumstances => {
  const all: Circumstances = {
    consent: facts.consent,
    personDrawsBenefits: facts.drawsBenefits,
    employable: isEmployable(facts),
    protectedPermit: isProtected(facts),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
};

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
