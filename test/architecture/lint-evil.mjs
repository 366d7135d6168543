/** Lints the evil house with the real configuration and prints [{ file, rule, line }] as JSON. */
import { fileURLToPath } from 'node:url';
import { relative } from 'node:path';
import { ESLint } from 'eslint';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
// With the folder as base, the patterns of the rooms fit the evil rooms as well.
const eslint = new ESLint({
  cwd: here('./evil'),
  overrideConfigFile: here('../../eslint.config.mjs'),
});
const results = await eslint.lintFiles(['.']);

process.stdout.write(
  JSON.stringify(
    results.flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId, line, message }) => ({
        file: relative(here('./evil'), filePath),
        rule: ruleId ?? message,
        line,
      })),
    ),
  ),
);
