/** Reads a scenario file; what is wrong in it is said with file, line, and what was expected. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import type { Problem, SourceDocument } from '../../infra/yaml-source';
import { readDocuments } from '../../infra/yaml-source';
import { Scenario } from '../../schemas/scenario';
import { calendarOf, momentOf } from './moments';

export interface ScenarioFile {
  /** As it is shown: relative to the present folder. */
  readonly file: string;
  readonly scenario?: Scenario;
  readonly problems: readonly Problem[];
}

const defaultFolder = resolve(__dirname, '..', '..', 'policies', 'scenarios');

/** The scenario files of the project, in order of name. */
export const listScenarioFiles = (folder = defaultFolder): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, name));

type Place = (path: readonly PropertyKey[], expected: string) => Problem;

const outOfOrder = (scenario: Scenario, place: Place): Problem[] => {
  const calendar = calendarOf(scenario.canton, scenario);
  const moments = scenario.steps.map((step) => momentOf(step, scenario.start, calendar));
  return moments.flatMap(({ on, at, instant }, index) => {
    const before = moments[index - 1];
    if (on < scenario.start)
      return [place(['steps', index], `a moment from ${scenario.start} on, not ${on}`)];
    return before !== undefined && Date.parse(instant) < Date.parse(before.instant)
      ? [place(['steps', index], `a moment after ${before.on} ${before.at}, not ${on} ${at}`)]
      : [];
  });
};

const unborn = (scenario: Scenario, place: Place): Problem[] => {
  const alive = new Set<string>();
  return scenario.steps.flatMap((step, index) => {
    const { kind } = step.do ?? {};
    if (kind === 'registerCase' && step.refused === undefined) alive.add(step.case);
    if (step.follows !== undefined && alive.has(step.follows)) alive.add(step.case);
    // A step that waits for later work may be the very one that brings the case to life.
    if (step.later !== undefined || kind === 'registerCase' || alive.has(step.case)) return [];
    return [place(['steps', index], `a step that registers the case "${step.case}" before this`)];
  });
};

const misnamed = ({ id }: Scenario, file: string, place: Place): Problem[] =>
  basename(file, '.yaml').startsWith(id)
    ? []
    : [place(['id'], `the beginning of the name of the file, ${basename(file, '.yaml')}`)];

const problemsOf = (file: string, source: SourceDocument<Scenario>): Problem[] => {
  const scenario = source.value;
  if (scenario === undefined) return [...source.problems];
  const place: Place = (path, expected) => ({
    file,
    line: source.lineOf(path),
    rule: path.map(String).join('.'),
    expected,
  });
  return [
    ...misnamed(scenario, file, place),
    ...outOfOrder(scenario, place),
    ...unborn(scenario, place),
  ];
};

/** Reads one file: a scenario that can be played, or its problems. Never throws for the content. */
export const readScenario = (path: string): ScenarioFile => {
  const file = relative(process.cwd(), path) || path;
  const wrong = (expected: string): ScenarioFile => ({
    file,
    problems: [{ file, line: 1, rule: 'document', expected }],
  });
  if (!existsSync(path)) return wrong('a file that is there');
  const [source, ...more] = readDocuments(path, file, Scenario);
  if (source === undefined) return wrong('a scenario, the file is empty');
  if (more.length > 0) return wrong('one scenario in a file');
  const problems = problemsOf(file, source);
  return source.value === undefined || problems.length > 0
    ? { file, problems }
    : { file, problems, scenario: source.value };
};
