/** What the send gate must know, taken from the facts as codes (domain.md 5.2): unknown stays unknown. */
import type { Facts } from '../../schemas/index';
import type { Circumstances } from '../case/state';

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
