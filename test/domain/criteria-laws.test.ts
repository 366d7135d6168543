import fc from 'fast-check';
import { evaluate } from '../../domain/criteria/evaluate';
import { makeExpressions } from '../../infra/feel/expressions';
import { Facts } from '../../schemas/index';
import { loadPolicies } from '../../infra/policies';

const expressions = makeExpressions();
const policies = fc.constantFrom(...loadPolicies());
const some = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });

const drawnFacts = fc
  .record({
    residence: some({ canton: 'zh' }, { canton: 'sg' }),
    permit: some({ category: 'N' }, { category: 'F' }),
    goal: some('sustainable_integration_primary_market', 'keep_job', 'benefit_dispute'),
    registrations: fc.option(
      fc.array(
        fc.record({
          institution: fc.constantFrom('rav', 'sh', 'iv'),
          state: fc.constantFrom('active', 'planned', 'closed'),
        }),
        { maxLength: 4 },
      ),
      { nil: undefined },
    ),
    problemAreas: fc.option(
      fc.array(fc.record({ area: fc.constantFrom('health', 'language', 'debt') }), {
        maxLength: 3,
      }),
      { nil: undefined },
    ),
    complexSituation: some(true, false),
    unemployed: some(true, false),
    integrationPotential: some('real', 'none'),
    ivStatus: some('none', 'full_pension'),
    commune: some({ participates: true }, { participates: false }, {}),
    consent: some({ status: 'given' }, { status: 'not_asked' }, { status: 'refused' }),
  })
  .map((drawn) => Object.fromEntries(Object.entries(drawn).filter(([, v]) => v !== undefined)));

const parsed = (facts: Record<string, unknown>): Facts => Facts.parse(facts);

/** What an office knew before: the same facts without some of them. */
const withLess = fc
  .tuple(drawnFacts, fc.array(fc.boolean(), { minLength: 11, maxLength: 11 }))
  .map(([more, kept]) => ({
    more: parsed(more),
    less: parsed(Object.fromEntries(Object.entries(more).filter((_, index) => kept[index]))),
  }));

describe('whatever is known of a person', () => {
  it('a criterion that failed never becomes unknown by knowing more', () => {
    fc.assert(
      fc.property(policies, withLess, (policy, { more, less }) => {
        const before = evaluate(policy, less, expressions);
        const after = evaluate(policy, more, expressions);
        for (const { id, result } of before.criteria.filter((one) => one.result !== 'unknown'))
          expect(after.criteria.find((one) => one.id === id)?.result ?? result).toBe(result);
        if (before.outcome === 'not_admitted') expect(after.outcome).not.toBe('returned_info');
      }),
      { numRuns: 500 },
    );
  });

  it('the order of the facts and of the entries changes no verdict', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed).reverse();
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .map(([k, v]) => [k, reversed(v)])
          .reverse(),
      );
    };
    fc.assert(
      fc.property(policies, drawnFacts, (policy, drawn) => {
        const one = evaluate(policy, parsed(drawn), expressions);
        const other = evaluate(policy, reversed(parsed(drawn)) as Facts, expressions);
        const codes = ({ outcome, missing, route, exception }: typeof one) => ({
          outcome,
          missing,
          route,
          exception,
        });
        expect(codes(other)).toEqual(codes(one));
      }),
      { numRuns: 300 },
    );
  });

  it('facts are missing exactly when the person is returned for information', () => {
    fc.assert(
      fc.property(policies, drawnFacts, (policy, drawn) => {
        const { outcome, missing } = evaluate(policy, parsed(drawn), expressions);
        expect(missing.length > 0).toBe(outcome === 'returned_info');
      }),
    );
  });

  it('no fact set is changed by looking at it', () => {
    fc.assert(
      fc.property(policies, drawnFacts, (policy, drawn) => {
        const facts = parsed(drawn);
        const before = structuredClone(facts);
        evaluate(policy, Object.freeze(facts), expressions);
        expect(facts).toEqual(before);
      }),
      { numRuns: 50 },
    );
  });
});
