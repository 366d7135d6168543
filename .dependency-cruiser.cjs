'use strict';

const { join } = require('node:path');

/**
 * Who may import whom. The table is in CONTRIBUTING.md; every row here has an evil twin in
 * test/architecture/evil that must make it fire. What a *chain* of value imports reaches is judged
 * in .dependency-cruiser.values.cjs.
 */

const VALUE = { dependencyTypesNot: ['type-only'], preCompilationOnly: false };
const npm = (names) => `node_modules/(${names})/`;
const forbid = (name, comment, ...[from, to]) => ({ name, comment, severity: 'error', from, to });
const inRoom = (room) => ({ path: `^${room}/` });
const outside = (rooms) => ({ pathNot: `^(${rooms})/` });

const rooms = [
  forbid(
    'schemas-only-zod',
    'schemas/ are shapes: they import each other and zod, nothing else.',
    inRoom('schemas'),
    { pathNot: ['^schemas/', npm('zod')] },
  ),
  forbid(
    'domain-imports-nothing',
    'domain/ decides from its arguments alone: no package, no built-in, no other room.',
    inRoom('domain'),
    { pathNot: '^(domain|schemas)/' },
  ),
  forbid(
    'domain-schemas-types-only',
    'domain/ takes the types of schemas/, never a value: zod must not reach the workflow bundle.',
    inRoom('domain'),
    { path: '^schemas/', ...VALUE },
  ),
  forbid(
    'workflows-only-temporal-workflow',
    'workflows/ wait and order: domain, types, and @temporalio/workflow or common.',
    inRoom('workflows'),
    {
      pathNot: [
        '^(schemas|domain|workflows|activities)/',
        npm('@temporalio/workflow|@temporalio/common'),
      ],
    },
  ),
  forbid(
    'workflows-schemas-types-only',
    'A value of schemas/ would pull zod into the workflow bundle.',
    inRoom('workflows'),
    { path: '^schemas/', ...VALUE },
  ),
  forbid(
    'workflows-activities-types-only',
    'A workflow asks for effects through a proxy; it never loads their code.',
    inRoom('workflows'),
    { path: '^activities/', ...VALUE },
  ),
  forbid(
    'activities-no-infra',
    'Activities ask for what they need in activities/ports.ts and are handed it by workers/wire.ts.',
    inRoom('activities'),
    { path: '^(infra|workers|workflows|web|bench|test)/' },
  ),
  forbid(
    'activities-only-temporal-activity',
    'Drivers, files and sockets belong to infra/; hashing is the one built-in allowed here.',
    inRoom('activities'),
    {
      pathNot: [
        '^(schemas|domain|activities|infra|workers|workflows|web|bench|test)/',
        npm('@temporalio/activity|@temporalio/common'),
        '^(node:)?crypto$',
      ],
    },
  ),
  forbid(
    'infra-no-domain-values',
    'Adapters carry decisions, they do not take them.',
    inRoom('infra'),
    { path: '^domain/', ...VALUE },
  ),
  forbid(
    'infra-knows-only-the-contract',
    'Of workflows/ an adapter may know contract.ts, of activities/ only ports.ts.',
    inRoom('infra'),
    { path: '^(workflows|activities)/', pathNot: '^(workflows/contract|activities/ports)\\.ts$' },
  ),
  forbid(
    'infra-contract-and-ports-types-only',
    'Adapters implement interfaces; the values are wired in workers/wire.ts.',
    inRoom('infra'),
    { path: '^(workflows/contract|activities/ports)\\.ts$', ...VALUE },
  ),
  forbid(
    'engines-are-plain-machinery',
    'infra/engines brings databases and brokers up; it knows nothing about cases.',
    inRoom('infra/engines'),
    { path: '^(schemas|domain|workflows|activities)/' },
  ),
  forbid(
    'only-workers-know-everybody',
    'workers/ is the end of every arrow: processes import the other rooms, never the reverse.',
    { path: '^(schemas|domain|workflows|activities|infra|web)/' },
    { path: '^workers/' },
  ),
  forbid(
    'nobody-imports-tests',
    'Product code does not lean on test or bench code.',
    { path: '^(schemas|domain|workflows|activities|infra|workers|web)/' },
    { path: '^(test|bench)/' },
  ),
  forbid('web-http-only', 'The page talks to the engine over HTTP.', inRoom('web'), {
    path: '^(workflows|activities|infra|workers)/',
  }),
  forbid(
    'web-domain-permissions-and-view-only',
    'The page shares the permissions table and the view with the engine, nothing else of domain/.',
    inRoom('web'),
    { path: '^domain/', pathNot: '^domain/(permissions|view)\\.ts$', ...VALUE },
  ),
  forbid(
    'page-is-bundled-not-imported',
    'A process bundles web/ and knows of it no more than the types of what is drawn behind a link.',
    outside('web|test|bench'),
    { path: '^web/', pathNot: '^web/views/link/sheet\\.ts$' },
  ),
  forbid(
    'web-views-apart',
    'A view uses web/app and web/kit; what two views share belongs there.',
    { path: '^web/views/([^/]+)/' },
    { path: '^web/views/', pathNot: '^web/views/$1/' },
  ),
];

const drivers = [
  forbid(
    'prisma-only-in-infra-prisma',
    'The database client can be swapped in one folder.',
    outside('infra/prisma|test|bench'),
    { path: ['^infra/prisma/generated/', npm('@prisma/[^/]+|prisma|\\.prisma')] },
  ),
  forbid(
    'pg-only-in-infra-prisma',
    'The Postgres driver is known by the store and by the engines that bring Postgres up.',
    outside('infra/prisma|infra/engines|test|bench'),
    { path: npm('pg') },
  ),
  forbid(
    'kafkajs-only-in-infra-kafka',
    'The Kafka client can be swapped in one folder.',
    outside('infra/kafka|infra/engines|test|bench'),
    { path: npm('kafkajs') },
  ),
  forbid(
    'temporal-client-only-in-infra-temporal',
    'Client and worker of Temporal are known by their adapter and by the processes.',
    outside('infra/temporal|infra/engines|workers|test|bench'),
    { path: npm('@temporalio/client|@temporalio/worker') },
  ),
  forbid(
    'temporal-testing-only-in-rehearsals',
    'The time-skipping server is for rehearsals and tests, never for a real process.',
    { pathNot: ['^(test|bench)/', '^workers/rehearse'] },
    { path: npm('@temporalio/testing') },
  ),
  forbid(
    'fastify-only-in-workers',
    'HTTP is the business of the processes.',
    outside('workers|test|bench'),
    { path: npm('fastify|fastify-type-provider-zod|@fastify/[^/]+') },
  ),
];

const hygiene = [
  forbid(
    'no-orphans',
    'A file nobody imports and that imports nobody is either dead or misplaced.',
    {
      orphan: true,
      pathNot: [
        '^(test|bench|web|infra/engines)/',
        '^workflows/patches\\.ts$',
        '\\.main\\.ts$',
        '\\.d\\.ts$',
      ],
    },
    {},
  ),
  forbid('imports-resolve', 'An import that cannot be found.', {}, { couldNotResolve: true }),
];

module.exports = {
  forbidden: [...rooms, ...drivers, ...hygiene],
  options: {
    // "specify" marks the imports the compiler erases, so that a rule can tell types from values.
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: join(__dirname, 'tsconfig.json') },
    doNotFollow: { path: ['node_modules', '^infra/prisma/generated/'] },
    exclude: { path: '^(var|web/dist|test/architecture/evil)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node'],
    },
  },
};
