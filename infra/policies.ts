/** Reads policies from `policies/*.yaml` or from a text, and says with file and line what is wrong. */
import { readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { PolicyDocument } from '../schemas/index';
import { checkAdoptions, checkLadders, checkPeriods } from './policy-periods';
import type { Located } from './policy-periods';
import { checkParts, checkRules } from './policy-rules';
import { formatProblem, parseDocuments, readDocuments } from './yaml-source';
import type { Problem, SourceDocument } from './yaml-source';

const defaultFolder = resolve(__dirname, '..', 'policies');
/** More than anybody corrects before asking again. */
const MAX_PROBLEMS = 100;

/** What was read, as far as its shape is right, and everything wrong in it. */
export interface CheckedPolicies {
  readonly documents: readonly PolicyDocument[];
  readonly problems: readonly Problem[];
}

interface Read {
  readonly file: string;
  readonly source: SourceDocument<PolicyDocument>;
}

const checkDocument = ({ file, source }: Read): Problem[] => {
  const { value: policy, problems, lineOf } = source;
  if (!policy) return [...problems];
  return [...checkParts(policy), ...checkRules(policy), ...checkLadders(policy)].map(
    ({ path, expected, rule = path.join('.') }) => ({ file, line: lineOf(path), rule, expected }),
  );
};

const checkAll = (read: readonly Read[], known: readonly PolicyDocument[]): CheckedPolicies => {
  const located = read.flatMap(({ file, source: { value, lineOf } }): Located[] =>
    value ? [{ policy: value, place: { file, lineOf } }] : [],
  );
  // What is published already with the same content is no second version.
  const added = located.filter(
    ({ policy }) => !known.some((one) => isDeepStrictEqual(one, policy)),
  );
  const versions = [...known.map((policy): Located => ({ policy })), ...added];
  return {
    documents: located.map(({ policy }) => policy),
    problems: [
      ...read.flatMap(checkDocument),
      ...checkPeriods(versions),
      ...checkAdoptions(versions),
    ],
  };
};

const checkName = ({ file, source }: Read): Problem[] => {
  const name = basename(file, '.yaml');
  if (!source.value || source.value.running.id === name) return [];
  const expected = `"${name}", as in the name of the file`;
  return [{ file, line: source.lineOf(['running', 'id']), rule: 'running.id', expected }];
};

/**
 * Every policy version in a folder and everything wrong in it: shape, four languages, expressions,
 * facts, parameters, unreachable rules, ladders, cantons, and periods of validity. Throws only when
 * the folder cannot be read.
 */
export const checkPolicies = (folder = defaultFolder): CheckedPolicies => {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  const read = files.flatMap((name) => {
    const file = join('policies', name);
    return readDocuments(join(folder, name), file, PolicyDocument).map((source) => ({
      file,
      source,
    }));
  });
  const { documents, problems } = checkAll(read, []);
  return { documents, problems: [...read.flatMap(checkName), ...problems] };
};

/**
 * The same checks for a text that somebody wants to publish beside the versions that are `known`;
 * `fileName` is only how its problems name it. Never throws for what is in the text.
 */
export const checkPolicyText = (
  text: string,
  fileName: string,
  known: readonly PolicyDocument[],
): CheckedPolicies => {
  const sources = parseDocuments(text, fileName, PolicyDocument);
  if (sources.length === 0) {
    const expected = 'a policy; this text is empty';
    return { documents: [], problems: [{ file: fileName, line: 1, rule: 'yaml', expected }] };
  }
  const { documents, problems } = checkAll(
    sources.map((source) => ({ file: fileName, source })),
    known,
  );
  return { documents, problems: problems.slice(0, MAX_PROBLEMS) };
};

/** Every policy version, checked. Throws an Error with one line per problem. */
export const loadPolicies = (folder = defaultFolder): readonly PolicyDocument[] => {
  const { documents, problems } = checkPolicies(folder);
  if (problems.length > 0) throw new Error(problems.map(formatProblem).join('\n'));
  return documents;
};
