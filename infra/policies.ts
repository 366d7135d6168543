/** Loads `policies/*.yaml` and says, with file and line, what is wrong in them. */
import { readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { PolicyDocument } from '../schemas/index';
import { checkExpression } from './feel/check';
import { checkLadders, checkPeriods } from './policy-periods';
import type { Located } from './policy-periods';
import { formatProblem, readDocuments } from './yaml-source';
import type { Problem, SourceDocument } from './yaml-source';

const defaultFolder = resolve(__dirname, '..', 'policies');

type Source = SourceDocument<PolicyDocument>;
interface Rule {
  readonly id: string;
  readonly when: string;
  readonly needs?: readonly string[] | undefined;
  readonly path: readonly PropertyKey[];
}

const rulesOf = (policy: PolicyDocument): Rule[] => {
  const at = (path: string[], rules: readonly Omit<Rule, 'path'>[]): Rule[] =>
    rules.map((rule, index) => ({ ...rule, path: [...path, index] }));
  return [
    ...at(['criteria', 'all'], policy.criteria.all),
    ...at(['criteria', 'any'], policy.criteria.any),
    ...at(['criteria', 'score', 'of'], policy.criteria.score?.of ?? []),
    ...at(['criteria', 'ownership'], policy.criteria.ownership),
    ...policy.criteria.triage.flatMap(({ any }, index) =>
      at(['criteria', 'triage', String(index), 'any'], any),
    ),
    ...at(['exceptions'], policy.exceptions),
    ...at(['routes'], policy.routes),
  ];
};

const checkRules = (file: string, policy: PolicyDocument, source: Source): Problem[] => {
  const seen = new Set<string>();
  return rulesOf(policy).flatMap(({ id, when, needs, path }) => {
    const problem = (part: string, expected: string): Problem => ({
      file,
      line: source.lineOf([...path, part]),
      rule: id,
      expected,
    });
    const twice = seen.has(id)
      ? [problem('id', 'an id that no other rule of this policy has')]
      : [];
    seen.add(id);
    return [
      ...twice,
      ...checkExpression(when, needs).map(({ part, expected }) => problem(part, expected)),
    ];
  });
};

const checkName = (file: string, policy: PolicyDocument, source: Source): Problem[] =>
  policy.running.id === basename(file, '.yaml')
    ? []
    : [
        {
          file,
          line: source.lineOf(['running', 'id']),
          rule: 'running.id',
          expected: `"${basename(file, '.yaml')}", as in the name of the file`,
        },
      ];

const checkDocument = (file: string, source: Source): Problem[] => {
  const { value: policy, problems } = source;
  if (!policy) return [...problems];
  const line = (path: readonly string[]): number => source.lineOf(path);
  return [
    ...checkName(file, policy, source),
    ...checkRules(file, policy, source),
    ...checkLadders(policy).map(({ path, expected }) => ({
      file,
      line: line(path),
      rule: path.join('.'),
      expected,
    })),
  ];
};

/**
 * Every policy version in a folder and everything wrong in it: shape, four languages, expressions,
 * fact names, ladders, and periods of validity. Throws only when the folder cannot be read.
 */
export const checkPolicies = (
  folder = defaultFolder,
): { documents: readonly PolicyDocument[]; problems: readonly Problem[] } => {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  const read = files.map((name) => ({
    file: join('policies', name),
    sources: readDocuments(join(folder, name), join('policies', name), PolicyDocument),
  }));
  const located = read.flatMap(({ file, sources }) =>
    sources.flatMap((source): Located[] =>
      source.value ? [{ file, policy: source.value, line: source.lineOf(['validFrom']) }] : [],
    ),
  );
  return {
    documents: located.map(({ policy }) => policy),
    problems: [
      ...read.flatMap(({ file, sources }) => sources.flatMap((one) => checkDocument(file, one))),
      ...checkPeriods(located),
    ],
  };
};

/** Every policy version, checked. Throws an Error with one line per problem. */
export const loadPolicies = (folder = defaultFolder): readonly PolicyDocument[] => {
  const { documents, problems } = checkPolicies(folder);
  if (problems.length > 0) throw new Error(problems.map(formatProblem).join('\n'));
  return documents;
};
