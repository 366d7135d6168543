/**
 * What would have to turn out otherwise for a person to be admitted. Advice for the office that
 * registered the case: it never changes a fact by itself, and no set says that a change is right.
 */
import type { Consent, JudgedFacts, PolicyDocument, Verdict } from '../../schemas/index';
import { evaluate, successOf } from './evaluate';
import type { Expressions } from './judge';
import { leversOf } from './levers';
import type { Change, Lever } from './levers';

export type { Change } from './levers';

/** Sets of changes, each enough by itself; empty when admitted already or when nothing would help. */
export interface Help {
  readonly sets: readonly (readonly Change[])[];
}

const MAX_CHANGES = 3;
const MAX_SETS = 12;
const MAX_EVALUATIONS = 20_000;

type Registration = NonNullable<JudgedFacts['registrations']>[number];
type Problem = NonNullable<JudgedFacts['problemAreas']>[number];
type Like<Entry> = (entry: Entry) => boolean;

/** Merges into the first entry that the first fitting likeness finds; without one it is added. */
const withEntry = <Entry>(
  list: readonly Entry[] | undefined,
  entry: Entry,
  likenesses: readonly Like<Entry>[],
): Entry[] => {
  const entries = list ?? [];
  const at = likenesses.map((like) => entries.findIndex(like)).find((index) => index >= 0);
  if (at === undefined) return [...entries, { ...entry }];
  return entries.map((one, index) => (index === at ? { ...one, ...entry } : one));
};

/** A closed registration is history and stays; a new one is added beside it. */
const withRegistration = (facts: JudgedFacts, entry: Registration): JudgedFacts => ({
  ...facts,
  registrations: withEntry(
    facts.registrations,
    entry,
    (['active', 'planned'] as const).map(
      (state) => (one: Registration) =>
        one.institution === entry.institution && one.state === state,
    ),
  ),
});

const withProblem = (facts: JudgedFacts, entry: Problem): JudgedFacts => ({
  ...facts,
  problemAreas: withEntry(facts.problemAreas, entry, [
    ({ area, grade }) => area === entry.area && (grade === undefined || grade === 'unclear'),
    ({ area }) => area === entry.area,
  ]),
});

/** To consent opens nothing by itself: to whom and what is for the person to say. */
const withConsent = (facts: JudgedFacts, status: Consent['status']): JudgedFacts => ({
  ...facts,
  consent: { recipients: [], fieldGroups: [], ...facts.consent, status },
});

const withValue = (
  within: unknown,
  [name, ...rest]: readonly string[],
  value: unknown,
): unknown => {
  if (name === undefined) return value;
  const before = typeof within === 'object' && within !== null ? within : {};
  const inner: unknown = Object.entries(before).find(([key]) => key === name)?.[1];
  return { ...before, [name]: withValue(inner, rest, value) };
};

const applyChange = (facts: JudgedFacts, { fact, value }: Change): JudgedFacts => {
  if (fact === 'registrations') return withRegistration(facts, value as Registration);
  if (fact === 'problemAreas') return withProblem(facts, value as Problem);
  if (fact === 'consent.status') return withConsent(facts, value as Consent['status']);
  return withValue(facts, fact.split('.'), value) as JudgedFacts;
};

/**
 * The facts with these changes, as new objects; what is given stays as it is. An entry merges into
 * the one of the same institution that is not closed, or of the same problem area; else it is added.
 */
export const applyChanges = (facts: JudgedFacts, changes: readonly Change[]): JudgedFacts =>
  changes.reduce(applyChange, facts);

/** Every choice of `size` levers, one per slot, in the order of the levers. */
function* choices(levers: readonly Lever[], size: number): Generator<readonly Lever[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (const [index, lever] of levers.entries()) {
    const others = levers.slice(index + 1).filter(({ slot }) => slot !== lever.slot);
    for (const rest of choices(others, size - 1)) yield [lever, ...rest];
  }
}

const asksNoMore = (one: Lever, other: Lever): boolean =>
  one === other ||
  (one.slot === other.slot &&
    one.step !== undefined &&
    other.step !== undefined &&
    one.step < other.step);

/** Whether the second asks for all of the first, or for more. */
const covers = (first: readonly Lever[], second: readonly Lever[]): boolean =>
  first.every((one) => second.some((other) => asksNoMore(one, other)));

const sizes = Array.from({ length: MAX_CHANGES }, (_, index) => index + 1);

function* candidates(levers: readonly Lever[]): Generator<readonly Lever[]> {
  for (const size of sizes) yield* choices(levers, size);
}

const namesOf = (set: readonly Change[]): string => set.map(({ fact }) => fact).join(' ');

const bySize = (one: readonly Change[], other: readonly Change[]): number => {
  if (one.length !== other.length) return one.length - other.length;
  if (namesOf(one) === namesOf(other)) return 0;
  return namesOf(one) < namesOf(other) ? -1 : 1;
};

/** `consent.status` and `consent.recipients` stand in one fact: who consents makes both known. */
const rootOf = (fact: string): string => fact.split('.', 1).join('');

/**
 * For each rule that alone keeps the person out, the facts it looks at: a set of changes that leaves
 * one of these rules as it is cannot help, and needs no judging.
 */
const obstacles = (
  document: PolicyDocument,
  verdict: Verdict,
  expressions: Expressions,
): readonly (readonly string[])[] => {
  const { criteria, exceptions } = document;
  const success = successOf(document);
  // Where an exception admits, no other rule keeps anybody out for certain.
  if (exceptions.some(({ then }) => then === success)) return [];
  // A verdict lists the criteria of `all` first, in the order of the policy.
  const failing = criteria.all.filter((_, index) => verdict.criteria[index]?.result !== 'pass');
  const holding = exceptions.filter(({ id }) => id === verdict.exception);
  return [...failing, ...holding].map(({ when }) => expressions.references(when).map(rootOf));
};

/**
 * The minimal sets of changes that would make the verdict of this policy `admitted` (a mandatory
 * referral: `duty`): no part of a set would be enough. Smallest first, then by the names of the facts.
 * Bounded: sets of at most 3 changes, at most 12 sets, at most 20,000 verdicts tried; what lies
 * beyond is not found. Throws what `evaluate` throws.
 */
export const whatWouldHelp = (
  document: PolicyDocument,
  facts: JudgedFacts,
  expressions: Expressions,
): Help => {
  // Routes and triage decide nothing, so they are not worth judging a thousand times.
  const deciding = { ...document, routes: [], criteria: { ...document.criteria, triage: [] } };
  const verdictAfter = (changes: readonly Change[]): Verdict =>
    evaluate(deciding, applyChanges(facts, changes), expressions);
  const success = successOf(document);
  const now = verdictAfter([]);
  if (now.outcome === success) return { sets: [] };
  const inTheWay = obstacles(deciding, now, expressions);
  const found: (readonly Lever[])[] = [];
  let tried = 0;
  for (const candidate of candidates(leversOf(document, facts, expressions))) {
    if (found.length === MAX_SETS || tried === MAX_EVALUATIONS) break;
    const moved = candidate.map(({ fact }) => rootOf(fact));
    if (!inTheWay.every((rule) => rule.some((fact) => moved.includes(fact)))) continue;
    if (found.some((set) => covers(set, candidate))) continue;
    tried += 1;
    if (verdictAfter(candidate).outcome === success) found.push(candidate);
  }
  return {
    sets: found.sort(bySize).map((set) => set.map(({ fact, value }) => ({ fact, value }))),
  };
};
