/** A policy version that comes as a text, beside the versions that are published already. */
import { check, policyText, problemsOf } from './small-policy';
import type { PolicyDocument } from '../../schemas/index';

const published = (...texts: string[]): readonly PolicyDocument[] =>
  texts.flatMap((text) => check(text).documents);

describe('a version beside those that are published', () => {
  const version = (number: string, parts: object = {}) =>
    policyText({ running: { version: number }, ...parts });

  it('may be sent twice without being a second one', () => {
    expect(problemsOf(policyText(), published(policyText()))).toEqual([]);
  });

  it('needs a name of its own when its content differs', () => {
    const changed = policyText({ criteria: { all: [] } });
    expect(problemsOf(changed, published(policyText())).join()).toMatch(
      /expected a version other than "1", which exists already with another content/,
    );
  });

  it('may replace what is open-ended when it is known later', () => {
    const later = { validFrom: '2026-03-01', knownSince: '2026-02-15' };
    expect(problemsOf(version('2', later), published(policyText()))).toEqual([]);
  });

  it.each<[string, object, object, RegExp]>([
    [
      'overlap one before it',
      { validTo: '2026-06-30' },
      { validFrom: '2026-06-30' },
      /validFrom: expected 2026-07-01, the day after version 1; this overlaps/,
    ],
    [
      'leave a gap after it',
      { validTo: '2026-06-30' },
      { validFrom: '2026-07-02' },
      /validFrom: expected 2026-07-01.*gap/,
    ],
    [
      'run into one that begins later',
      { validFrom: '2026-07-01' },
      { validTo: '2026-07-01' },
      /validTo: expected validTo 2026-06-30 at the latest.*overlaps/,
    ],
    [
      'end before the one that begins later',
      { validFrom: '2026-07-01' },
      { validTo: '2026-06-29' },
      /validTo: expected 2026-06-30.*gap/,
    ],
    [
      'end before it begins',
      { validTo: '2025-12-31', validFrom: '2025-01-01' },
      { validFrom: '2026-01-01', validTo: '2025-12-31' },
      /expected validTo not before validFrom/,
    ],
  ])('may not %s', (...[, known, sent, expected]) => {
    const text = version('2', sent);
    const told = problemsOf(text, published(version('1', known)));
    expect(told.join('\n')).toMatch(expected);
    for (const one of told) expect(one).toMatch(/^GL-test\.yaml:\d+ /);
  });

  it('may not be a second policy for the cases of one canton, unless it is known later', () => {
    const other = (knownSince: string) => policyText({ running: { id: 'GL-other' }, knownSince });
    expect(problemsOf(other('2026-01-01'), published(policyText())).join()).toMatch(
      /adoptedBy: expected one policy for the cases of gl; GL-test version 1/,
    );
    expect(problemsOf(other('2026-02-01'), published(policyText()))).toEqual([]);
  });

  it('says nothing about what was published wrongly before', () => {
    const known = published(policyText(), version('2'));
    const other = policyText({
      running: { id: 'SZ-test' },
      adoptedBy: [{ canton: 'sz', coordination: 'sz-coo' }],
    });
    expect(problemsOf(other, known)).toEqual([]);
  });
});
