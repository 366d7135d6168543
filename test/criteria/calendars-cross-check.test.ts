import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { closedDays } from '../../infra/calendars/calendars';
import { readDocuments } from '../../infra/yaml-source';
import { CantonCode, cantonCodes } from '../../schemas/index';

const folder = join(__dirname, '..', '..', 'policies', 'calendars', 'cross-check');
const DAY = /^(\d\d-\d\d|easter[+-]\d{1,2})$/;
const words = z.string().transform((text) => text.split(' '));

const SecondSource = z.strictObject({
  package: z.string(),
  version: z.string(),
  licence: z.string(),
  retrieved: z.iso.date(),
  made: z.string(),
  notCompared: z.string(),
  fromYear: z.int(),
  toYear: z.int(),
  easterSundays: words.pipe(z.array(z.iso.date())),
  cantons: z.record(
    CantonCode,
    z.strictObject({
      everyYear: words.pipe(z.array(z.string().regex(DAY))),
      dates: words.pipe(z.array(z.iso.date())).optional(),
    }),
  ),
});

const Side = z.enum(['closed', 'open']);
const Difference = z
  .strictObject({
    canton: CantonCode,
    day: z.string().regex(DAY),
    ours: Side,
    theirs: Side,
    years: z.array(z.int()).min(1).optional(),
    decision: z.string().min(1),
    source: z.string().regex(/ \[[KP]\]$/, { error: 'a source with its mark, [K] or [P]' }),
  })
  .refine(({ ours, theirs }) => ours !== theirs, { error: 'both sides say the same' });
const Differences = z.strictObject({ differences: z.array(Difference) });

const second = SecondSource.parse(
  JSON.parse(readFileSync(join(folder, 'holidays.json'), 'utf8')) as unknown,
);
const [decided] = readDocuments(
  join(folder, 'differences.yaml'),
  'policies/calendars/cross-check/differences.yaml',
  Differences,
);
const listed = decided?.value?.differences ?? [];

const years = Array.from(
  { length: second.toYear - second.fromYear + 1 },
  (_, index) => second.fromYear + index,
);
const isWeekday = (on: string): boolean => Temporal.PlainDate.from(on).dayOfWeek <= 5;

const dateIn = (year: number, day: string): string => {
  if (!day.startsWith('easter')) return `${String(year)}-${day}`;
  const easter = second.easterSundays[year - second.fromYear]!;
  return Temporal.PlainDate.from(easter)
    .add({ days: Number(day.slice(6)) })
    .toString();
};

const theirs = (canton: CantonCode): Set<string> => {
  const { everyYear, dates = [] } = second.cantons[canton];
  const regular = years.flatMap((year) => everyYear.map((day) => dateIn(year, day)));
  return new Set([...regular, ...dates].filter(isWeekday));
};

const ours = (canton: CantonCode): Set<string> =>
  new Set(
    years
      .flatMap((year) => closedDays(canton, year))
      .filter(({ closesAt }) => closesAt === undefined)
      .map(({ on }) => on)
      .filter(isWeekday),
  );

/** Each weekday on which one side is closed and the other open, as `canton date closed by …`. */
const found = cantonCodes.flatMap((canton) => {
  const [here, there] = [ours(canton), theirs(canton)];
  return [
    ...[...here].filter((on) => !there.has(on)).map((on) => `${canton} ${on} closed by ours`),
    ...[...there].filter((on) => !here.has(on)).map((on) => `${canton} ${on} closed by theirs`),
  ];
});

const expected = listed.flatMap((difference) =>
  (difference.years ?? years)
    .map((year) => dateIn(year, difference.day))
    .filter(isWeekday)
    .map(
      (on) =>
        `${difference.canton} ${on} closed by ${difference.ours === 'closed' ? 'ours' : 'theirs'}`,
    ),
);

describe('the calendars beside a second source, 2020 to 2035', () => {
  it('know every canton in both, and the same Easter Sundays', () => {
    expect(Object.keys(second.cantons).sort()).toEqual([...cantonCodes].sort());
    expect(second.easterSundays).toHaveLength(years.length);
    for (const year of years)
      expect(closedDays('zh', year).map(({ on }) => on)).toContain(dateIn(year, 'easter+39'));
  });

  it('differ only where an entry is well-formed and says what was decided', () => {
    expect(decided?.problems).toEqual([]);
    const keys = listed.map(({ canton, day }) => `${canton} ${day}`);
    expect(keys).toEqual([...new Set(keys)].sort());
  });

  it('leave no office closed on one side only without a decision', () => {
    const known = new Set(expected);
    expect(found.filter((difference) => !known.has(difference))).toEqual([]);
  });

  it('keep no decision on a difference that is gone', () => {
    const real = new Set(found);
    expect(expected.filter((difference) => !real.has(difference))).toEqual([]);
  });
});

describe('an office where the second source corrected us', () => {
  const isClosed = (canton: CantonCode, on: string): boolean =>
    closedDays(canton, Number(on.slice(0, 4))).some((day) => day.on === on);

  it.each(['ai', 'ar', 'ur'] as const)(
    'in %s is closed on 26 December, but not when Christmas is a Monday',
    (canton) => {
      for (const on of ['2022-12-26', '2024-12-26', '2025-12-26', '2030-12-26'])
        expect(isClosed(canton, on)).toBe(true);
      for (const on of ['2023-12-26', '2028-12-26', '2034-12-26'])
        expect(isClosed(canton, on)).toBe(false);
    },
  );

  it('in Glarus is closed for the Näfels procession on 1 April when Easter is already past', () => {
    expect(isClosed('gl', '2027-04-01')).toBe(true);
    expect(isClosed('gl', '2027-04-08')).toBe(false);
    expect(isClosed('gl', '2021-04-01')).toBe(false);
    expect(isClosed('gl', '2021-04-08')).toBe(true);
  });
});
