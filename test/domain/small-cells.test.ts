import fc from 'fast-check';
import { withoutSmall } from '../../domain/monitoring/small-cells';
import type { Counted } from '../../domain/monitoring/small-cells';

const least = 5;
const declines = (code: string, count: number): Counted => ({
  name: 'decline_reasons',
  from: 'sg-rav',
  to: 'sg-iv',
  code,
  measure: 'count',
  value: count,
  of: count,
});
const counts = (...of: readonly number[]) => of.map((count, index) => declines(`r${index}`, count));
const valuesOf = (...of: readonly number[]) =>
  withoutSmall(counts(...of), least).map(({ value }) => value);

describe('the strategic level', () => {
  it('sees a share when none or enough stand on each side', () => {
    const share = (value: number) =>
      withoutSmall([{ name: 'acceptance', measure: 'share', value, of: 10 }], least)[0];
    expect([1, 0.5, 0.2, 0].map((value) => share(value)?.value)).toEqual([1, 0.5, null, 0]);
    expect(share(0.2)?.of).toBe(10);
  });

  it('sees no median behind which four stand, nor that they are four', () => {
    const time = { name: 'time_to_plan', pauses: 'in', measure: 'median', value: 30 } as const;
    expect(withoutSmall([{ ...time, of: 4 }], least)).toEqual([{ ...time, value: null, of: null }]);
    expect(withoutSmall([{ ...time, of: 5 }], least)).toEqual([{ ...time, of: 5 }]);
  });

  it('cannot reckon the one count that is left out: the next smallest goes with it', () => {
    expect(valuesOf(9, 3, 6)).toEqual([9, null, null]);
  });

  it('is shown what there is when those left out are enough together', () => {
    expect(valuesOf(4, 9, 3)).toEqual([null, 9, null]);
    expect(valuesOf(1, 9, 1, 6)).toEqual([null, 9, null, null]);
  });

  it('sees everything where nothing is small, and nobody is counted', () => {
    expect(valuesOf(5, 0, 7)).toEqual([5, 0, 7]);
  });

  it('reads one pair without regard to another', () => {
    const other = { ...declines('r0', 8), to: 'sg-sh' };
    expect(withoutSmall([...counts(3), other], least).map(({ value }) => value)).toEqual([null, 8]);
  });
});

it('the coordinator, who works on the cases, sees every figure', () => {
  expect(withoutSmall(counts(1, 2, 30), 1)).toEqual(counts(1, 2, 30));
});

it('whatever the counts are, nothing small is shown and nothing can be reckoned from the sum', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(12), { maxLength: 8 }), (given) => {
      const values = valuesOf(...given);
      const missing = given.filter((_, index) => values[index] === null);
      const present = given.filter((count, index) => values[index] !== null && count > 0);
      expect(present.every((count) => count >= least)).toBe(true);
      const sum = missing.reduce((all, count) => all + count, 0);
      const safe = missing.length === 0 || (missing.length > 1 && sum >= least);
      expect(safe || present.length === 0).toBe(true);
    }),
  );
});
