import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  calendarWith,
  calendarsFor,
  calendarsOfCanton,
  closedDays,
} from '../../infra/calendars/calendars';
import {
  checkCorrections,
  correctionsOf,
  institutionsOf,
  readCorrections,
} from '../../infra/calendars/corrections';
import type { Correction } from '../../infra/calendars/corrections';
import { Calendar, ClosedDay, cantonCodes } from '../../schemas/index';

const years = { fromYear: 2026, toYear: 2027 };
const name = { de: 'a', fr: 'b', it: 'c', en: 'd' };
const correction = (day: string, part: Partial<Correction> = {}): Correction => ({
  day,
  closed: true,
  name,
  validFrom: '2026-01-01',
  source: 'spec',
  ...part,
});
const noon = { closed: false, closesAt: '12:00' };
const withOne = (...corrections: Correction[]) => calendarWith('zh', corrections, years);

describe('an office that keeps other days than its canton', () => {
  it('in the city of Zürich works until noon on the spring and the autumn holiday', () => {
    const half = closedDays('zh', 2026, 'zh-sh').filter(({ closesAt }) => closesAt !== undefined);
    expect(half.map((day) => ClosedDay.parse(day))).toMatchObject([
      { on: '2026-04-20', closesAt: '12:00', kind: 'correction', name: { de: 'Sechseläuten' } },
      { on: '2026-09-14', closesAt: '12:00', kind: 'correction', name: { de: 'Knabenschiessen' } },
    ]);
    expect(closedDays('zh', 2026).some(({ closesAt }) => closesAt !== undefined)).toBe(false);
    expect(closedDays('zh', 2026, 'zh-rav')).toEqual(closedDays('zh', 2026));
  });

  it.each([
    ['ag', 'ag-sh-baden', ['2026-06-04', '2026-11-01']],
    ['so', 'so-sh-solothurn', ['2026-06-04']],
  ] as const)('in %s keeps the catholic days of its commune', (canton, office, days) => {
    const closed = (id?: string) => closedDays(canton, 2026, id).map(({ on }) => on);
    expect(closed(office).filter((on) => !closed().includes(on))).toEqual(days);
  });

  it('has a calendar of its own beside that of the canton, with another version', () => {
    const [canton, office, ...others] = calendarsOfCanton('zh', years);
    expect(others).toEqual([]);
    expect(canton?.calendar).toEqual(calendarsFor('zh', 2026, 2027));
    expect(Calendar.parse(office?.calendar)).toMatchObject({
      id: 'zh-sh',
      closedOn: canton?.calendar.closedOn,
      halfDays: [
        { on: '2026-04-20', closesAt: '12:00' },
        { on: '2026-09-14', closesAt: '12:00' },
        { on: '2027-04-19', closesAt: '12:00' },
        { on: '2027-09-13', closesAt: '12:00' },
      ],
    });
    expect(office?.calendar.version).not.toBe(canton?.calendar.version);
  });

  it('follows other days of its canton, and its own lie over them', () => {
    const [, office] = calendarsOfCanton('zh', years, [
      correction('2026-04-20'),
      correction('2026-04-21'),
    ]);
    expect(office?.calendar.closedOn).toContain('2026-04-21');
    expect(office?.calendar.closedOn).not.toContain('2026-04-20');
    expect(office?.calendar.halfDays).toContainEqual({ on: '2026-04-20', closesAt: '12:00' });
  });
});

describe('the corrections of a canton', () => {
  it('make the same calendar, whether they come from its file or from a person', () => {
    for (const canton of cantonCodes) {
      const { calendar, days } = calendarWith(canton, correctionsOf(canton), years);
      expect(calendar).toEqual(calendarsFor(canton, 2026, 2027));
      expect(days).toEqual([...closedDays(canton, 2026), ...closedDays(canton, 2027)]);
    }
  });

  it('change the version when a half day comes or moves, and only then', () => {
    const plain = withOne().calendar;
    const half = withOne(correction('12-24', noon)).calendar;
    const later = withOne(correction('12-24', { ...noon, closesAt: '15:00' })).calendar;
    expect(half.closedOn).toEqual(plain.closedOn);
    expect(new Set([plain.version, half.version, later.version]).size).toBe(3);
    expect(withOne(correction('12-24', { ...noon, source: 'other' })).calendar).toEqual(half);
    expect(plain).not.toHaveProperty('halfDays');
  });

  it('leave a half day on a weekend to the reader: no deadline ends on it', () => {
    const { calendar, days } = withOne(correction('2026-12-26', noon), correction('02-28', noon));
    expect(calendar.halfDays).toBeUndefined();
    expect(days.filter(({ closesAt }) => closesAt).map(({ on }) => on)).toEqual([
      '2026-02-28',
      '2026-12-26',
      '2027-02-28',
    ]);
  });

  it('hold within their dates, and the last one counts', () => {
    const { closedOn } = withOne(
      correction('03-02', { validFrom: '2027-01-01' }),
      correction('03-03', { validTo: '2026-12-31' }),
      correction('03-04'),
      correction('2027-03-04', { closed: false }),
    ).calendar;
    expect(closedOn.filter((on) => /-03-0/.test(on))).toEqual([
      '2026-03-03',
      '2026-03-04',
      '2027-03-02',
    ]);
  });

  it('do not make a day half that is closed for another reason', () => {
    const ascension = withOne(correction('05-06', noon)).calendar;
    expect(ascension.closedOn).toContain('2027-05-06');
    expect(ascension.halfDays).toEqual([{ on: '2026-05-06', closesAt: '12:00' }]);
  });

  it('may name 29 February: it comes in leap years only', () => {
    const { days } = calendarWith('zh', [correction('02-29')], { fromYear: 2027, toYear: 2028 });
    expect(days.filter(({ on }) => on.includes('-02-'))).toMatchObject([{ on: '2028-02-29' }]);
  });
});

describe('somebody who writes corrections with mistakes', () => {
  const line = (text: string): string[] =>
    readCorrections(text, 'zh.yaml').problems.map(({ line: at, rule }) => `${at} ${rule}`);
  const file = (day: string): string =>
    `canton: zh\ncorrections:\n  - name: { de: a, fr: b, it: c, en: d }\n    validFrom: '2026-01-01'\n    source: spec\n    closed: false\n${day}`;

  it.each([
    [
      'a half day without closing hour in it',
      "    day: '12-24'\n    closesAt: noon\n",
      '8 corrections.0.closesAt',
    ],
    [
      'an hour that no clock shows',
      "    day: '12-24'\n    closesAt: '24:30'\n",
      '8 corrections.0.closesAt',
    ],
    ['a day that no year has', "    day: '02-30'\n", '7 corrections.0.day'],
    ['a date that is none', "    day: '2026-02-29'\n", '7 corrections.0.day'],
    [
      'an end before the beginning',
      "    day: '12-24'\n    validTo: '2025-12-31'\n",
      '8 corrections.0.validTo',
    ],
  ])('is told the line of %s', (_, day, expected) => {
    expect(line(file(day))).toEqual([expected]);
  });

  it('is told that a closed day has no closing hour', () => {
    const text = file("    day: '12-24'\n    closesAt: '12:00'\n");
    expect(line(text)).toEqual([]);
    expect(line(text.replace('closed: false', 'closed: true'))).toEqual([
      '8 corrections.0.closesAt',
    ]);
  });

  it('is told of another canton, an empty text, and aliases without end', () => {
    expect(line('canton: sg\ncorrections: []\n')).toEqual(['1 canton']);
    expect(line('')).toEqual(['1 document']);
    const nested = ['a: &a [x,x,x,x,x,x,x,x,x,x]', 'b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]'];
    expect(line([...nested, `c: [${Array(20).fill('*b').join()}]`].join('\n'))).toEqual(['1 yaml']);
  });

  it('is told of an office that is listed twice or is none, and no file is taken', () => {
    const folder = mkdtempSync(join(tmpdir(), 'relais-calendars-'));
    try {
      const own = 'corrections: []';
      writeFileSync(
        join(folder, 'institutions.yaml'),
        `institutions:\n  - institution: zh-sh\n    ${own}\n  - institution: zh-sh\n    ${own}\n`,
      );
      expect(checkCorrections(folder)).toEqual({
        files: 1,
        problems: [
          {
            file: 'policies/calendars/institutions.yaml',
            line: 4,
            rule: 'institutions.1.institution',
            expected: 'zh-sh only once',
          },
        ],
      });
      expect(() => institutionsOf('zh', folder)).toThrow('institutions.yaml:4');
      writeFileSync(
        join(folder, 'institutions.yaml'),
        `institutions:\n  - institution: zurich\n    bfsNr: 261\n    ${own}\n`,
      );
      expect(() => institutionsOf('zh', folder)).toThrow('institutions.yaml:2');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
