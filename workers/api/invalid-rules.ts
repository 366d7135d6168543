import type { Problem } from '../../infra/yaml-source';

/** More than this says nothing new to anybody. */
const maxProblems = 50;

/** A text of rules with mistakes, each with its place and what was expected there. */
export class InvalidRules extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super('invalid rules');
    this.name = 'InvalidRules';
    this.problems = problems.slice(0, maxProblems);
  }
}
