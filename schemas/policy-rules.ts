/** Every rule of a policy in one list, wherever it stands. */
import type { PolicyDocument } from './policy';

/** A rule and its place; the rules of one `list` are asked in the order of the file. */
export interface PolicyRule {
  readonly id: string;
  readonly when: string;
  readonly needs?: readonly string[] | undefined;
  readonly list:
    'applies' | 'all' | 'any' | 'score' | 'ownership' | 'triage' | 'exceptions' | 'routes';
  /** From the top of the document, such as `criteria`, `all`, 0. */
  readonly path: readonly (string | number)[];
}

type Written = Pick<PolicyRule, 'id' | 'when' | 'needs'>;

/** All rules of a policy, in the order of its shape. */
export const rulesOf = ({ criteria, exceptions, routes }: PolicyDocument): PolicyRule[] => {
  const at = (list: PolicyRule['list'], path: PolicyRule['path'], rules: readonly Written[]) =>
    rules.map(({ id, when, needs }, index) => ({ id, when, needs, list, path: [...path, index] }));
  return [
    ...at('applies', ['criteria', 'applies'], criteria.applies),
    ...at('all', ['criteria', 'all'], criteria.all),
    ...at('any', ['criteria', 'any'], criteria.any),
    ...at('score', ['criteria', 'score', 'of'], criteria.score?.of ?? []),
    ...at('ownership', ['criteria', 'ownership'], criteria.ownership),
    ...criteria.triage.flatMap(({ any }, index) =>
      at('triage', ['criteria', 'triage', index, 'any'], any),
    ),
    ...at('exceptions', ['exceptions'], exceptions),
    ...at('routes', ['routes'], routes),
  ];
};
