'use strict';

const swc = (syntax) => [
  '@swc/jest',
  { jsc: { target: 'es2022', parser: { syntax } }, module: { type: 'commonjs' } },
];

/**
 * One project on purpose: with several, jest runs the global setup once per project, and the
 * engines would be started as often. The setup looks at the chosen folders and starts only what
 * they need.
 */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/var/', '<rootDir>/test/architecture/evil/'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/var/', '<rootDir>/test/architecture/evil/'],
  watchPathIgnorePatterns: ['<rootDir>/var/'],
  cacheDirectory: '<rootDir>/var/cache/jest',
  transform: {
    '^.+\\.tsx?$': swc('typescript'),
    '^.+\\.m?js$': swc('ecmascript'),
  },
  // The list is inverted: everything is compiled except these large CommonJS packages. Naming the
  // ESM-only packages instead breaks at the next transitive one.
  transformIgnorePatterns: [
    '\\.cjs$',
    '/node_modules/(@temporalio|@prisma|@swc|webpack|protobufjs|pg|typescript|kafkajs|playwright-core|axe-core)/',
  ],
  globalSetup: '<rootDir>/test/support/global-setup.cjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.cjs',
  // Two cores carry the engines as well as the workers.
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
  testTimeout: 120_000,
};
