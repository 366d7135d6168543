/** On whom a policy is rehearsed: the invented person of a scenario, or the facts of a case. */
import type { CaseState } from '../../domain/case/state';
import { localDate } from '../../domain/deadlines/dates';
import { kindOf } from '../../domain/institution';
import type { CantonCode, Dossier, Facts, InstitutionKind } from '../../schemas/index';
import type { Scenario } from '../../schemas/scenario';

export interface Subject {
  readonly canton: CantonCode;
  /** A plain date in Switzerland. */
  readonly start: string;
  /** The kind of the office that registers. */
  readonly registers: InstitutionKind;
  readonly person: Dossier['person'];
  readonly first: Facts;
  /** The facts once everything has been supplied that comes later. */
  readonly later?: Facts;
}

/** The facts of the script at its start, and with everything that is supplied in it later. */
const factsOf = (scenario: Scenario): Pick<Subject, 'first' | 'later'> => {
  const [first, ...steps] = scenario.steps.map(({ do: command }) => command);
  const given = first?.kind === 'registerCase' ? first.facts : undefined;
  const start = given ?? scenario.facts;
  const more = steps.flatMap((command) =>
    command?.kind === 'supplyInformation' || command?.kind === 'updateFacts' ? [command.facts] : [],
  );
  return more.length === 0
    ? { first: start }
    : { first: start, later: Object.assign({}, start, ...more) as Facts };
};

/** The person and the facts of a scenario, without its script. */
export const subjectOfScenario = (scenario: Scenario): Subject => {
  const { canton, start, person, steps } = scenario;
  const registers = steps.find(({ do: command }) => command?.kind === 'registerCase')?.by;
  return {
    canton,
    start,
    person,
    registers: registers === undefined ? 'sh' : kindOf(registers),
    ...factsOf(scenario),
  };
};

/** A case from the day of its registration, with the facts that are known of it by now. */
export const subjectOfCase = (
  { canton, registeredAt, registeredBy }: CaseState,
  { person, facts }: Dossier,
): Subject => ({
  canton,
  start: localDate(registeredAt),
  registers: kindOf(registeredBy),
  person,
  first: facts,
});
