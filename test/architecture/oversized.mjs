/** Prints, as JSON, the entries of exceptions.json whose file really exceeds the limit. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import config from '../../eslint.config.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { ceiling: _, ...lists } = JSON.parse(
  readFileSync(new URL('./exceptions.json', import.meta.url), 'utf8'),
);
const files = [...new Set(Object.values(lists).flat())];
const { rules } = config.find(({ name }) => name === 'everything');
const limits = Object.fromEntries(Object.keys(lists).map((rule) => [rule, rules[rule]]));

// Only the limits, without types and without the exceptions themselves: quick and unforgiving.
const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: true,
  overrideConfig: [
    {
      files: ['**/*.{ts,tsx,mjs,cjs}'],
      languageOptions: { parser: tseslint.parser },
      rules: limits,
    },
  ],
  errorOnUnmatchedPattern: false,
});
const results = files.length > 0 ? await eslint.lintFiles(files) : [];
process.stdout.write(
  JSON.stringify(
    results.flatMap(({ filePath, messages }) => [
      ...new Set(messages.map(({ ruleId }) => `${ruleId} ${relative(root, filePath)}`)),
    ]),
  ),
);
