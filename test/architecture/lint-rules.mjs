/**
 * Lint rules of this house. Each has a name of its own (unlike `no-restricted-syntax`), so that a
 * later configuration block cannot switch one off by replacing a list, and the guards can expect
 * it by name.
 */
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { ESLintUtils } from '@typescript-eslint/utils';

/** A rule that reports every node matched by one of the selectors. */
const forbid = (message, ...selectors) => ({
  meta: { type: 'problem', schema: [], messages: { forbidden: message } },
  create: (context) =>
    Object.fromEntries(
      selectors.map((selector) => [
        selector,
        (node) => context.report({ node, messageId: 'forbidden' }),
      ]),
    ),
});

const calls = (pattern) => `CallExpression[callee.name=${pattern}]`;
const moduleLet = 'VariableDeclaration[kind!="const"][declare!=true]';
const builtins = new Set(builtinModules);

const nodeBuiltin = {
  meta: { type: 'problem', schema: [], messages: { forbidden: 'No Node built-in in this room.' } },
  create: (context) => ({
    'ImportDeclaration, ExportNamedDeclaration[source], ExportAllDeclaration'(node) {
      const source = String(node.source.value);
      if (source.startsWith('node:') || builtins.has(source)) {
        context.report({ node, messageId: 'forbidden' });
      }
    },
  }),
};

/** Patch ids are remembered for years in histories: a literal, listed with date and reason. */
const patchListed = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { forbidden: 'A patch id is a literal that workflows/patches.ts lists.' },
  },
  create: (context) => ({
    [calls('/^(patched|deprecatePatch)$/')](node) {
      const [id] = node.arguments;
      if (id?.type !== 'Literal' || !listedPatches(context.cwd).includes(`'${id.value}'`)) {
        context.report({ node, messageId: 'forbidden' });
      }
    },
  }),
};

function listedPatches(cwd) {
  try {
    return readFileSync(join(cwd, 'workflows/patches.ts'), 'utf8');
  } catch {
    return '';
  }
}

/** Validators and query handlers run outside the history: a promise there breaks replay. */
const syncHandlers = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { forbidden: 'Validators and query handlers are synchronous.' },
  },
  create(context) {
    const services = ESLintUtils.getParserServices(context);
    const nameOf = (type) => type.aliasSymbol?.name ?? type.symbol?.name;
    const isAsync = (node) =>
      services
        .getTypeAtLocation(node)
        .getCallSignatures()
        .some((signature) => nameOf(signature.getReturnType()) === 'Promise');
    const check = (node) => {
      if (node !== undefined && isAsync(node)) context.report({ node, messageId: 'forbidden' });
    };
    return {
      [calls('"setHandler"')]({ arguments: [definition, handler, options] }) {
        if (definition === undefined) return;
        const kind = nameOf(services.getTypeAtLocation(definition));
        if (kind === 'QueryDefinition') check(handler);
        const properties = options?.type === 'ObjectExpression' ? options.properties : [];
        check(properties.find((property) => property.key?.name === 'validator')?.value);
      },
    };
  },
};

export const house = {
  meta: { name: 'house' },
  rules: {
    'no-date-now': forbid(
      'The clock comes in as an argument; workflows ask workflows/now.ts.',
      'MemberExpression[object.name="Date"][property.name="now"]',
    ),
    'no-bare-date': forbid(
      'A Date without an argument reads the clock of the machine.',
      'NewExpression[callee.name="Date"][arguments.length=0]',
      'CallExpression[callee.name="Date"]',
    ),
    'no-random': forbid(
      'Ids are derived, never drawn.',
      'MemberExpression[object.name="Math"][property.name="random"]',
      calls('/^(uuid4|randomUUID)$/'),
    ),
    'no-async': forbid(
      'domain/ is synchronous.',
      ':function[async=true]',
      'AwaitExpression',
      'ForOfStatement[await=true]',
    ),
    'no-module-state': forbid(
      'State at module level outlives a case and a replay.',
      `Program > ${moduleLet}`,
      `Program > ExportNamedDeclaration > ${moduleLet}`,
    ),
    'no-node-builtin': nodeBuiltin,
    'no-enum': forbid('A union of `as const` literals instead of an enum.', 'TSEnumDeclaration'),
    'sync-handlers': syncHandlers,
    'continue-as-new-in-loops': forbid(
      'Only a loop file may continue as new, once all handlers have finished.',
      calls('/^(continueAsNew|makeContinueAsNewFunc)$/'),
      'NewExpression[callee.name="ContinueAsNew"]',
    ),
    'continue-as-new-not-in-handlers': forbid(
      'A handler never continues as new: the loop does, once all handlers have finished.',
      `${calls('"setHandler"')} ${calls('"continueAsNew"')}`,
    ),
    'activities-through-proxies': forbid(
      'Time limits of activities stand together in workflows/proxies.ts.',
      calls('/^proxy(Local)?Activities$/'),
    ),
    'patch-listed': patchListed,
    'env-only-in-config': forbid(
      'infra/config.ts reads the environment once, checks it and freezes it.',
      'MemberExpression[object.name="process"][property.name="env"]',
      'MemberExpression[object.name="process"][property.value="env"]',
      'VariableDeclarator[init.name="process"] > ObjectPattern > Property[key.name="env"]',
      'ImportDeclaration[source.value=/^(node:)?process$/]',
    ),
    'no-focused-or-skipped-tests': forbid(
      'Every test runs, always.',
      'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(only|skip|todo)$/]',
      calls('/^(fit|fdescribe|xit|xtest|xdescribe)$/'),
    ),
  },
};
