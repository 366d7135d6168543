'use strict';

const { builtinModules } = require('node:module');
const { options } = require('./.dependency-cruiser.cjs');

/**
 * The graph of what is really loaded: type imports are gone, so reachability and cycles mean what
 * the machine meets. A second file because dependency-cruiser follows type imports in `reachable`.
 */

const builtins = `^(node:)?(${builtinModules.filter((name) => !name.startsWith('_')).join('|')})$`;

module.exports = {
  forbidden: [
    {
      name: 'workflow-bundle-reaches-no-zod-or-node',
      comment:
        'No chain of value imports from workflows/index.ts may end in zod, a driver, a built-in ' +
        'of Node, schemas/, activities/, infra/ or workers/: it would break the sandbox or replay.',
      severity: 'error',
      from: { path: '^workflows/index\\.ts$' },
      to: {
        reachable: true,
        path: [
          'node_modules/(?!@temporalio/(workflow|common)/)',
          '^(schemas|activities|infra|workers)/',
          builtins,
        ],
      },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that load each other are one file, or need a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: { ...options, tsPreCompilationDeps: false },
};
