/** `npm run policies:check [folder]`: reads what a canton may edit and says what is wrong, with file and line. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkCorrections } from '../infra/calendars/corrections';
import { checkPolicies } from '../infra/policies';
import { formatProblem } from '../infra/yaml-source';
import type { Problem } from '../infra/yaml-source';
import { rulesOf } from '../schemas/index';
import type { PolicyDocument } from '../schemas/index';
import { listScenarioFiles, readScenario } from './rehearse/read-scenario';

const defaultFolder = resolve(__dirname, '..', 'policies');

/** Every policy version is rehearsed: a scenario begins in one of its cantons while it is valid. */
const unrehearsed = (documents: readonly PolicyDocument[], folder: string): Problem[] => {
  const starts = listScenarioFiles(folder).flatMap((path) => readScenario(path).scenario ?? []);
  return documents.flatMap(({ running, adoptedBy, validFrom, validTo = '9999-12-31' }) => {
    const { id, version } = running;
    const cantons: readonly string[] = adoptedBy.map(({ canton }) => canton);
    const rehearsed = starts.some(
      ({ canton, start }) => cantons.includes(canton) && validFrom <= start && start <= validTo,
    );
    const expected = `a file in policies/scenarios/ that begins in ${cantons.join(' or ')} while version ${version} is valid`;
    return rehearsed ? [] : [{ file: `policies/${id}.yaml`, line: 1, rule: id, expected }];
  });
};

const summary = (documents: readonly PolicyDocument[], calendars: number): string => {
  const different = (values: readonly string[]): number => new Set(values).size;
  const cantons = documents.flatMap(({ adoptedBy }) => adoptedBy.map(({ canton }) => canton));
  return [
    `${different(documents.map(({ running }) => running.id))} policies`,
    `${documents.length} versions`,
    `${different(cantons)} cantons`,
    `${documents.flatMap(rulesOf).length} rules`,
    `${calendars} calendars`,
  ].join(', ');
};

const main = (folder = defaultFolder): number => {
  const policies = checkPolicies(folder);
  const calendars = checkCorrections(join(folder, 'calendars'));
  const scenarios = join(folder, 'scenarios');
  const rehearsals = existsSync(scenarios) ? unrehearsed(policies.documents, scenarios) : [];
  const problems = [...policies.problems, ...calendars.problems, ...rehearsals];
  for (const problem of problems) console.error(formatProblem(problem));
  const seen = summary(policies.documents, calendars.files);
  console.log(problems.length === 0 ? `${seen}: all right` : `${seen}: ${problems.length} wrong`);
  return problems.length === 0 ? 0 : 1;
};

process.exitCode = main(process.argv[2]);
