import { readFileSync } from 'node:fs';
import tseslint from 'typescript-eslint';
import { house } from './test/architecture/lint-rules.mjs';

const TS = ['**/*.ts', '**/*.tsx'];
const TESTS = ['test/**/*.ts'];
/** The workflow files that loop for months; only they may continue as new. */
const LOOPS = [
  'workflows/case.ts',
  'workflows/policy-rollout.ts',
  'workflows/recover.ts',
  'workflows/survey.ts',
];

/** Too long, too branchy, too many arguments: the few places that may be, see the file. */
const exceptions = JSON.parse(
  readFileSync(new URL('./test/architecture/exceptions.json', import.meta.url), 'utf8'),
);
const allowed = Object.entries(exceptions)
  .filter(([, files]) => Array.isArray(files) && files.length > 0)
  .map(([rule, files]) => ({ name: `exception/${rule}`, files, rules: { [rule]: 'off' } }));

const hostGlobals = (names) => [
  'error',
  ...names.map((name) => ({
    name,
    message: 'Pure rooms know nothing of the host: ask for it as an argument or as an effect.',
  })),
];
const HOST = ['process', 'fetch', 'crypto', 'Buffer', 'setInterval', 'setImmediate', 'performance'];
const UNREPLAYABLE = ['WeakRef', 'FinalizationRegistry', 'globalThis', '__dirname', '__filename'];

export default tseslint.config(
  {
    ignores: [
      'var/**',
      'coverage/**',
      '**/dist/**',
      'infra/prisma/generated/**',
      'test/architecture/evil/**',
      'test/replay/histories/**',
    ],
  },
  {
    name: 'everything',
    files: ['**/*.{ts,tsx,mjs,cjs,js}'],
    linterOptions: { noInlineConfig: true },
    plugins: { house, '@typescript-eslint': tseslint.plugin },
    languageOptions: { parser: tseslint.parser },
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-self-compare': 'error',
      'no-unreachable-loop': 'error',
      'no-unsafe-finally': 'error',
      'no-empty': 'error',
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      // "modified" counts a whole switch as one: an exhaustive switch over a union is not complex.
      complexity: ['error', { max: 10, variant: 'modified' }],
      'max-params': ['error', 3],
    },
  },
  {
    name: 'typescript',
    files: TS,
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { allowDefaultCaseForExhaustiveSwitch: false, considerDefaultExhaustiveForUnions: false },
      ],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { prefer: 'type-imports', fixStyle: 'separate-type-imports' },
      ],
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          checkThenables: true,
          allowForKnownSafePromises: [
            {
              from: 'package',
              package: 'fastify',
              name: ['FastifyInstance', 'FastifyReply', 'SafePromiseLike'],
            },
          ],
        },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // An implementation of an asynchronous port may well have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // Readers of JSON name the type they expect; the parameter is used once by nature.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      'house/no-enum': 'error',
      'house/env-only-in-config': 'error',
    },
  },
  {
    name: 'the one reader of the environment, and the machines around it',
    files: ['infra/config.ts', 'infra/engines/**/*.ts', 'test/support/**', 'test/faults/**'],
    rules: { 'house/env-only-in-config': 'off' },
  },
  {
    name: 'no console where a log line must be structured',
    files: ['{schemas,domain,workflows,activities}/**/*.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    name: 'pure rooms',
    files: ['{domain,workflows}/**/*.ts'],
    rules: {
      'house/no-date-now': 'error',
      'house/no-bare-date': 'error',
      'house/no-random': 'error',
      'house/no-module-state': 'error',
      'house/no-node-builtin': 'error',
      'no-restricted-globals': hostGlobals([...HOST, ...UNREPLAYABLE]),
    },
  },
  {
    name: 'domain: synchronous',
    files: ['domain/**/*.ts'],
    rules: {
      'house/no-async': 'error',
      'no-restricted-globals': hostGlobals([...HOST, ...UNREPLAYABLE, 'setTimeout', 'Promise']),
    },
  },
  {
    name: 'workflows: deterministic',
    files: ['workflows/**/*.ts'],
    rules: {
      'house/sync-handlers': 'error',
      'house/patch-listed': 'error',
      'house/activities-through-proxies': 'error',
      'house/continue-as-new-in-loops': 'error',
      'house/continue-as-new-not-in-handlers': 'error',
    },
  },
  { files: LOOPS, rules: { 'house/continue-as-new-in-loops': 'off' } },
  { files: ['workflows/proxies.ts'], rules: { 'house/activities-through-proxies': 'off' } },
  { files: ['workflows/now.ts'], rules: { 'house/no-date-now': 'off' } },
  {
    name: 'tests',
    files: TESTS,
    rules: {
      'house/no-focused-or-skipped-tests': 'error',
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // `expect(port.method)` and `expect.any(...)` are how jest is written.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      // What an answer of the API or a broker holds is checked by the expectation itself.
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  ...allowed,
);
