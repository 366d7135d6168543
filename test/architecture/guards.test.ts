import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * The walls of the house are tested like alarms: each rule is shown one small evil file and must
 * ring under its own name. A rule that is renamed, loosened or switched off turns this file red.
 */

type GraphFinding = { readonly rule: string; readonly from: string };
type LintFinding = { readonly rule: string; readonly file: string };

const EVIL = join(__dirname, 'evil');

function report<T>(script: string, args: readonly string[] = []): readonly T[] {
  const output = execFileSync(process.execPath, [join(__dirname, script), ...args], {
    cwd: EVIL,
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  return JSON.parse(output) as readonly T[];
}

// [what somebody tries, evil file, the rules that must ring]
const GRAPH_ALARMS: readonly (readonly [string, string, ...string[]])[] = [
  ['a shape asks a decision', 'schemas/imports-domain.ts', 'schemas-only-zod'],
  ['a shape takes a second package', 'schemas/imports-a-package.ts', 'schemas-only-zod'],
  ['a decision loads a package', 'domain/imports-a-package.ts', 'domain-imports-nothing'],
  [
    'a decision knows the type of a driver',
    'domain/imports-a-package-type.ts',
    'domain-imports-nothing',
    'pg-only-in-infra-prisma',
  ],
  ['a decision loads a schema', 'domain/imports-schema-value.ts', 'domain-schemas-types-only'],
  [
    'a workflow reaches an adapter',
    'workflows/imports-infra.ts',
    'workflows-only-temporal-workflow',
  ],
  [
    'a workflow loads a schema',
    'workflows/imports-schema-value.ts',
    'workflows-schemas-types-only',
  ],
  [
    'a workflow loads an activity',
    'workflows/imports-activity-value.ts',
    'workflows-activities-types-only',
  ],
  ['an activity reaches past its ports', 'activities/imports-infra.ts', 'activities-no-infra'],
  [
    'an activity opens files itself',
    'activities/imports-a-driver.ts',
    'activities-only-temporal-activity',
  ],
  ['an adapter decides', 'infra/imports-domain-value.ts', 'infra-no-domain-values'],
  [
    'an adapter knows the inside of a workflow',
    'infra/imports-a-workflow.ts',
    'infra-knows-only-the-contract',
  ],
  [
    'an adapter loads the contract',
    'infra/imports-contract-value.ts',
    'infra-contract-and-ports-types-only',
  ],
  [
    'an engine knows about cases',
    'infra/engines/imports-schemas.ts',
    'engines-are-plain-machinery',
  ],
  ['an adapter knows a process', 'infra/imports-workers.ts', 'only-workers-know-everybody'],
  ['a process leans on test code', 'workers/imports-tests.ts', 'nobody-imports-tests'],
  ['the page goes round the API', 'web/imports-infra.ts', 'web-http-only'],
  ['the page decides', 'web/imports-decide.ts', 'web-domain-permissions-and-view-only'],
  ['a process draws by itself', 'workers/imports-a-view.ts', 'page-is-bundled-not-imported'],
  ['a view leans on another', 'web/views/board/imports-case.tsx', 'web-views-apart'],
  ['a process talks Prisma', 'workers/imports-prisma.ts', 'prisma-only-in-infra-prisma'],
  [
    'a process takes the generated client',
    'workers/imports-generated-client.ts',
    'prisma-only-in-infra-prisma',
  ],
  ['a stray adapter opens Postgres', 'infra/imports-pg.ts', 'pg-only-in-infra-prisma'],
  ['a stray adapter opens Kafka', 'infra/imports-kafkajs.ts', 'kafkajs-only-in-infra-kafka'],
  [
    'a stray adapter opens Temporal',
    'infra/imports-temporal-client.ts',
    'temporal-client-only-in-infra-temporal',
  ],
  [
    'a real process skips time',
    'workers/imports-temporal-testing.ts',
    'temporal-testing-only-in-rehearsals',
  ],
  ['an adapter serves HTTP', 'infra/imports-fastify.ts', 'fastify-only-in-workers'],
  ['a file is left alone', 'domain/orphan.ts', 'no-orphans'],
  ['an import leads nowhere', 'workers/imports-nothing-there.ts', 'imports-resolve'],
  ['two files load each other', 'domain/cycle/one.ts', 'no-cycles'],
  [
    'the bundle reaches zod and node:crypto over two files',
    'workflows/index.ts',
    'workflow-bundle-reaches-no-zod-or-node',
  ],
];

const LINT_ALARMS: readonly (readonly [string, string, ...string[]])[] = [
  ['a decision reads the clock', 'domain/reads-the-clock.ts', 'house/no-date-now'],
  ['a decision makes a bare date', 'domain/makes-a-bare-date.ts', 'house/no-bare-date'],
  ['a decision throws dice', 'domain/throws-dice.ts', 'house/no-random'],
  ['a decision waits', 'domain/waits.ts', 'house/no-async'],
  ['a decision remembers', 'domain/remembers.ts', 'house/no-module-state'],
  ['a decision asks the host', 'domain/asks-the-host.ts', 'no-restricted-globals'],
  ['a decision opens a built-in', 'domain/opens-a-built-in.ts', 'house/no-node-builtin'],
  ['a decision prints', 'domain/prints.ts', 'no-console'],
  [
    'a switch forgets a case',
    'domain/forgets-a-case.ts',
    '@typescript-eslint/switch-exhaustiveness-check',
  ],
  [
    'a switch hides behind a default',
    'domain/hides-behind-default.ts',
    '@typescript-eslint/switch-exhaustiveness-check',
  ],
  ['somebody writes an enum', 'domain/uses-an-enum.ts', 'house/no-enum'],
  ['somebody writes any', 'domain/says-any.ts', '@typescript-eslint/no-explicit-any'],
  ['somebody insists with !', 'domain/insists.ts', '@typescript-eslint/no-non-null-assertion'],
  [
    'a type is imported as a value',
    'domain/imports-a-type-as-a-value.ts',
    '@typescript-eslint/consistent-type-imports',
  ],
  ['a comment hushes the linter', 'domain/hushes-the-linter.ts', 'house/no-random'],
  ['a function takes four arguments', 'domain/takes-four.ts', 'max-params'],
  ['a function branches eleven times', 'domain/branches.ts', 'complexity'],
  ['a function goes on for 53 lines', 'domain/goes-on.ts', 'max-lines-per-function'],
  ['a file fills a book', 'domain/fills-a-book.ts', 'max-lines'],
  [
    'a promise floats',
    'activities/lets-a-promise-float.ts',
    '@typescript-eslint/no-floating-promises',
  ],
  [
    'an activity reads the environment',
    'activities/reads-the-environment.ts',
    'house/env-only-in-config',
  ],
  [
    'a process takes the environment apart',
    'workers/reads-the-environment.ts',
    'house/env-only-in-config',
  ],
  ['a workflow asks the clock outside now.ts', 'workflows/asks-twice.ts', 'house/no-date-now'],
  ['a workflow draws an id', 'workflows/draws-an-id.ts', 'house/no-random'],
  ['a workflow prints', 'workflows/prints.ts', 'no-console'],
  ['a workflow remembers across cases', 'workflows/remembers.ts', 'house/no-module-state'],
  ['a workflow asks the host', 'workflows/asks-the-host.ts', 'no-restricted-globals'],
  ['a validator waits', 'workflows/validates-later.ts', 'house/sync-handlers'],
  ['a query handler waits', 'workflows/answers-later.ts', 'house/sync-handlers'],
  [
    'a file without a loop starts over',
    'workflows/starts-over.ts',
    'house/continue-as-new-in-loops',
  ],
  ['a handler starts over', 'workflows/case.ts', 'house/continue-as-new-not-in-handlers'],
  [
    'a workflow sets its own time limits',
    'workflows/calls-directly.ts',
    'house/activities-through-proxies',
  ],
  ['a patch id is not listed', 'workflows/patches-quietly.ts', 'house/patch-listed'],
  ['a test runs alone', 'test/only-one.test.ts', 'house/no-focused-or-skipped-tests'],
];

describe('the import graph rings when', () => {
  let findings: readonly GraphFinding[] = [];
  beforeAll(() => {
    findings = report<GraphFinding>('cruise.mjs', ['--json']);
  });
  const ringsFor = (file: string): string[] => [
    ...new Set(findings.filter(({ from }) => from === file).map(({ rule }) => rule)),
  ];

  it.each(GRAPH_ALARMS)('%s', (_, file, ...rules) => {
    expect(ringsFor(file).sort()).toEqual([...rules].sort());
  });

  it.each(['domain/decide.ts', 'infra/config.ts', 'workers/wire.ts', 'workflows/contract.ts'])(
    'but stays silent for the innocent %s',
    (file) => {
      expect(ringsFor(file)).toEqual([]);
    },
  );

  it('and no rule is without an evil file', () => {
    const named = ['.dependency-cruiser.cjs', '.dependency-cruiser.values.cjs'].flatMap(
      (config) => {
        const { forbidden } = jest.requireActual<{ forbidden: { name: string }[] }>(
          join(__dirname, '../..', config),
        );
        return forbidden.map(({ name }) => name);
      },
    );
    const shown = new Set(GRAPH_ALARMS.flatMap(([, , ...rules]) => rules));
    expect(named.filter((name) => !shown.has(name))).toEqual([]);
  });
});

describe('the linter rings when', () => {
  let findings: readonly LintFinding[] = [];
  beforeAll(() => {
    findings = report<LintFinding>('lint-evil.mjs');
  });

  it.each(LINT_ALARMS)('%s', (_, evil, ...rules) => {
    const rung = findings.filter(({ file }) => file === evil).map(({ rule }) => rule);
    expect(rung).toEqual(expect.arrayContaining(rules));
  });

  it('a decision touches any of the fourteen names of the host', () => {
    expect(findings.filter(({ file }) => file === 'domain/asks-the-host.ts')).toHaveLength(14);
  });

  it('but lets workflows/now.ts read the replayed clock', () => {
    expect(findings.filter(({ file }) => file === 'workflows/now.ts')).toEqual([]);
  });
});
