/** What is wrong with the rules and parameters of one policy version. */
import { rulesOf } from '../schemas/index';
import type { PolicyDocument, PolicyRule } from '../schemas/index';
import { checkExpression } from './feel/check';
import { compile } from './feel/compile';
import { reachOf } from './feel/reach';
import { sameText } from './feel/rule';
import type { ParameterValues } from './feel/value-type';

/** A mistake and where it stands in the document; `rule` when it belongs to one. */
export interface Finding {
  readonly path: readonly (string | number)[];
  readonly expected: string;
  readonly rule?: string;
}

/** Every value that a parameter has, in the policy first and then in its cantons. */
const parameterValues = ({ parameters, adoptedBy }: PolicyDocument): ParameterValues =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      [value, ...adoptedBy.flatMap((adoption) => adoption.parameters?.[name] ?? [])],
    ]),
  );

/**
 * More rules than any policy has, and how many combinations of facts are tried for all of them: a text
 * that somebody sends may not keep the engine busy. Rules beyond are not tried, only checked.
 */
const LIMITS = { rules: 200, combinations: 10_000 } as const;

/** What is still left to try in one policy. */
interface Effort {
  left: number;
}

interface Context {
  readonly parameters: ParameterValues;
  readonly effort: Effort;
}

const reachFindings = ({ when, needs }: PolicyRule, { parameters, effort }: Context): string[] => {
  const reach = reachOf(when, parameters, Math.min(effort.left, LIMITS.combinations / 5));
  effort.left -= reach?.tried ?? 0;
  if (reach?.holds === false) return ['a condition that some facts meet; this one can never hold'];
  // With `needs`, a rule that always holds still asks for its facts.
  return reach?.fails === false && needs === undefined
    ? ['a condition that some facts do not meet; this one always holds and decides nothing']
    : [];
};

const ownershipEnd = ({ when }: PolicyRule, isLast: boolean): string[] | undefined => {
  if (when.trim() !== 'true') return undefined;
  return isLast ? [] : ['"true" in the last rule of ownership only: no later one is ever asked'];
};

const whenFindings = (
  rule: PolicyRule,
  earlier: readonly PolicyRule[],
  context: Context,
): string[] => {
  // Where the first rule that holds decides, or all must hold, the same condition decides once.
  const same = ['exceptions', 'ownership', 'all', 'any', 'applies'].includes(rule.list)
    ? earlier.find((one) => sameText(compile(one.when)) === sameText(compile(rule.when)))
    : undefined;
  return same
    ? [`a condition of its own; "${same.id}" has the same one and comes first`]
    : reachFindings(rule, context);
};

/** Names twice, expressions, and rules that can never decide anything. */
export const checkRules = (policy: PolicyDocument): Finding[] => {
  const parameters = parameterValues(policy);
  const context: Context = { parameters, effort: { left: LIMITS.combinations } };
  const rules = rulesOf(policy);
  if (rules.length > LIMITS.rules)
    return [{ path: ['criteria'], expected: `at most ${LIMITS.rules} rules, not ${rules.length}` }];
  const sound: PolicyRule[] = [];
  return rules.flatMap((rule, index): Finding[] => {
    const at = (part: string, expected: string): Finding => ({
      rule: rule.id,
      path: [...rule.path, part],
      expected,
    });
    const twice = rules.slice(0, index).some(({ id }) => id === rule.id)
      ? [at('id', 'an id that no other rule of this policy has')]
      : [];
    const end = ownershipEnd(rule, rules[index + 1]?.list !== rule.list);
    if (rule.list === 'ownership' && end) return [...twice, ...end.map((one) => at('when', one))];
    const wrong = checkExpression(rule.when, rule.needs, parameters);
    if (wrong.length > 0) return [...twice, ...wrong.map((one) => at(one.part, one.expected))];
    const earlier = sound.filter(({ list }) => list === rule.list);
    sound.push(rule);
    return [...twice, ...whenFindings(rule, earlier, context).map((one) => at('when', one))];
  });
};

/** A canton may set the parameters that the policy declares, with a value of the same type. */
const checkParameters = ({ parameters, adoptedBy }: PolicyDocument): Finding[] =>
  adoptedBy.flatMap((adoption, index) =>
    Object.entries(adoption.parameters ?? {}).flatMap(([name, value]): Finding[] => {
      const path = ['adoptedBy', index, 'parameters', name];
      const declared = parameters[name];
      if (declared === undefined) {
        const names = Object.keys(parameters).join(', ') || 'it declares none';
        return [{ path, expected: `a parameter of this policy (${names})` }];
      }
      return typeof declared === typeof value
        ? []
        : [{ path, expected: `a ${typeof declared}, as in the parameters of the policy` }];
    }),
  );

const checkCantons = ({ adoptedBy }: PolicyDocument): Finding[] =>
  adoptedBy.flatMap(({ canton, coordination }, index): Finding[] => [
    ...(adoptedBy.slice(0, index).some((one) => one.canton === canton)
      ? [
          {
            path: ['adoptedBy', index, 'canton'],
            expected: `each canton once, ${canton} is named twice`,
          },
        ]
      : []),
    ...(coordination.startsWith(`${canton}-`)
      ? []
      : [
          {
            path: ['adoptedBy', index, 'coordination'],
            expected: `an institution of the canton, "${canton}-…"`,
          },
        ]),
  ]);

const checkDeferral = ({ exceptions, criteria }: PolicyDocument): Finding[] => [
  ...exceptions.flatMap((one, index): Finding[] =>
    one.then === 'deferred' && one.after === undefined
      ? [
          {
            path: ['exceptions', index, 'then'],
            expected: '"after" beside "deferred": when the question is asked again',
            rule: one.id,
          },
        ]
      : [],
  ),
  ...criteria.ownership.flatMap((one, index): Finding[] =>
    one.then === 'deferred'
      ? [
          {
            path: ['criteria', 'ownership', index, 'then'],
            expected: 'another outcome: only an exception says for how long it defers',
            rule: one.id,
          },
        ]
      : [],
  ),
];

const checkApplies = ({ running, criteria }: PolicyDocument): Finding[] =>
  criteria.applies.length > 0 && running.model !== 'mandatory_referral'
    ? [
        {
          path: ['criteria', 'applies'],
          expected: 'no "applies": a case policy speaks of everybody (only mandatory_referral may)',
        },
      ]
    : [];

/** What the law demands has a term and a recipient; without them nothing would ever be owed. */
const checkDuty = ({ running, dutyTerm, routes }: PolicyDocument): Finding[] => {
  if (running.model !== 'mandatory_referral')
    return dutyTerm === undefined
      ? []
      : [{ path: ['dutyTerm'], expected: 'no "dutyTerm": only mandatory_referral has one' }];
  return [
    ...(dutyTerm === undefined
      ? [{ path: ['running', 'model'], expected: '"dutyTerm": by when the referral is owed' }]
      : []),
    ...(routes.length === 0
      ? [{ path: ['routes'], expected: 'a route: to whom the referral is owed' }]
      : []),
  ];
};

/** What the parts of a policy must agree on beyond their shape. */
export const checkParts = (policy: PolicyDocument): Finding[] => [
  ...checkCantons(policy),
  ...checkParameters(policy),
  ...checkDeferral(policy),
  ...checkApplies(policy),
  ...checkDuty(policy),
];
