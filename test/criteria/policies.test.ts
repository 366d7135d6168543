import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { checkPolicies, loadPolicies } from '../../infra/policies';
import { formatProblem } from '../../infra/yaml-source';

const written = readFileSync(resolve(__dirname, '../../policies/SG-regelstruktur.yaml'), 'utf8');
/** The first version in the file, whatever its number and dates. */
const real = (written.split('\n---\n')[0] ?? '')
  .replace(/version: '\w+'/, "version: '1'")
  .replace(/validFrom: '[\d-]+'/, "validFrom: '2011-06-23'")
  .replace(/\nvalidTo: .*/, '')
  .replace(/knownSince: '[\d-]+'/, "knownSince: '2025-12-01'");
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'policies-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What a canton reads after it changed the file. */
const problemsOf = (...documents: string[]): string[] => {
  writeFileSync(join(folder, 'SG-regelstruktur.yaml'), documents.join('\n---\n'));
  return checkPolicies(folder).problems.map(formatProblem);
};
const lineWith = (text: string, part: string): number =>
  text.split('\n').findIndex((line) => line.includes(part)) + 1;
const edited = (from: string, to: string): string => {
  expect(real).toContain(from);
  return real.replace(from, to);
};

describe('the policies of the cantons', () => {
  it('are all right as they stand', () => {
    expect(loadPolicies().map(({ running }) => running.id)).toEqual(
      expect.arrayContaining(['SG-regelstruktur', 'ZH-netzwerk']),
    );
  });
});

describe('a canton that edits its policy', () => {
  it.each<[string, string, string, RegExp]>([
    [
      'an expression that is cut off',
      'when: goal = "sustainable_integration_primary_market"',
      'when: goal =',
      /goal: expected a complete FEEL/,
    ],
    [
      'an unknown fact',
      'when: goal = "benefit_dispute"',
      'when: gaol = "benefit_dispute"',
      /benefit_dispute_only: expected the name of a known fact, not "gaol"/,
    ],
    [
      'an id used twice',
      '- id: placement',
      '- id: livelihood',
      /livelihood: expected an id that no other/,
    ],
    [
      'an unknown verdict',
      'then: merge',
      'then: maybe',
      /exceptions\.0\.then: expected another value/,
    ],
    [
      'a misspelt name',
      'minimumAfterStop: 3',
      'minimumAfterStp: 3',
      /running: expected another value/,
    ],
    [
      'a ladder out of order',
      'T_CRIT: { L1: 0, L2: 5, L3: 10 }',
      'T_CRIT: { L1: 9, L2: 5, L3: 10 }',
      /T_CRIT: expected levels in the order/,
    ],
    [
      'another id than the file',
      'id: SG-regelstruktur',
      'id: SG-other',
      /running.id: expected "SG-regelstruktur"/,
    ],
  ])('is told the line of %s', (...[, from, to, message]) => {
    const text = edited(from, to);
    const problems = problemsOf(text);
    expect(problems.join('\n')).toMatch(message);
    for (const problem of problems)
      expect(problem).toMatch(/^policies\/SG-regelstruktur\.yaml:\d+ /);
  });

  it('is shown the very line', () => {
    const text = edited('when: goal = "benefit_dispute"', 'when: gaol = "benefit_dispute"');
    expect(problemsOf(text)[0]).toContain(`SG-regelstruktur.yaml:${lineWith(text, 'gaol')} `);
  });

  it('is told which language is missing', () => {
    const text = edited("  it: 'CII San Gallo: collaborazione nelle strutture ordinarie'\n", '');
    expect(problemsOf(text).join()).toMatch(/title(\.it)?: expected another value/);
  });

  it('is told where the YAML breaks', () => {
    expect(problemsOf(`${real}\n  - [`).join()).toMatch(/yaml: expected well-formed YAML/);
  });
});

describe('several versions of one policy', () => {
  const first = real.replace('knownSince:', "validTo: '2026-06-30'\nknownSince:");
  const second = (validFrom: string): string =>
    real
      .replace("version: '1'", "version: '2'")
      .replace("validFrom: '2011-06-23'", `validFrom: '${validFrom}'`);

  it('live side by side when one follows the other day by day', () => {
    expect(problemsOf(first, second('2026-07-01'))).toEqual([]);
    expect(loadPolicies(folder).map(({ running }) => running.version)).toEqual(['1', '2']);
  });

  it('may meet when the one is known later: it replaces the other on the days it covers', () => {
    const known = second('2026-03-01').replace("'2025-12-01'", "'2026-05-04'");
    expect(problemsOf(real, known)).toEqual([]);
  });

  it.each([
    ['overlap', '2026-06-30', /expected 2026-07-01.*overlaps/],
    ['leave a gap', '2026-07-02', /expected 2026-07-01.*gap/],
  ])('may not %s', (_, validFrom, message) => {
    expect(problemsOf(first, second(validFrom)).join()).toMatch(message);
  });

  it('may not both be open-ended, nor carry the same version', () => {
    expect(problemsOf(real, second('2026-07-01')).join()).toMatch(/to have a validTo/);
    expect(problemsOf(first, real).join()).toMatch(/a version other than/);
  });
});

describe('the check at the desk', () => {
  const root = resolve(__dirname, '../..');
  const run = (of: string) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'workers/policies-check.main.ts', of], {
      cwd: root,
      encoding: 'utf8',
    });

  it('says what it looked at, and ends well when all is right', () => {
    const { status, stdout } = run(join(root, 'policies'));
    expect(stdout).toMatch(
      /^\d+ policies, \d+ versions, \d+ cantons, \d{2,} rules, \d+ calendars: all right/,
    );
    expect(status).toBe(0);
  });

  it('says what is wrong and fails', () => {
    const text = edited('when: goal = "benefit_dispute"', 'when: goal = "benefit_dispites"');
    writeFileSync(join(folder, 'SG-regelstruktur.yaml'), text);
    const { status, stdout, stderr } = run(folder);
    expect(stderr).toContain(
      `policies/SG-regelstruktur.yaml:${lineWith(text, 'benefit_dispites')} benefit_dispute_only: expected one of `,
    );
    expect(stdout).toMatch(/^1 policies, 1 versions, 1 cantons, .* 1 wrong/);
    expect(status).toBe(1);
  });
});
