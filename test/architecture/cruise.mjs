/**
 * Runs both import graphs (declared and really loaded) over the house in the current folder.
 * `npm run graph` prints what is wrong and exits 1; `--json` prints every violation for the guards.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const require = createRequire(import.meta.url);
const ROOMS = 'schemas domain workflows activities infra workers web bench test'.split(' ');
const CONFIGS = ['../../.dependency-cruiser.cjs', '../../.dependency-cruiser.values.cjs'];

async function violations(configPath) {
  const { forbidden, options } = require(configPath);
  const { output } = await cruise(
    ROOMS.filter((room) => existsSync(room)),
    { ...options, validate: true, ruleSet: { forbidden, options }, outputType: undefined },
    undefined,
    { tsConfig: extractTSConfig(options.tsConfig.fileName) },
  );
  const found = output.summary.violations.map(({ rule, from, to, via }) => ({
    rule: rule.name,
    comment: forbidden.find(({ name }) => name === rule.name)?.comment,
    from,
    to,
    via: (via ?? []).map((step) => step.name ?? step),
  }));
  return { found, modules: output.summary.totalCruised };
}

const results = [];
for (const config of CONFIGS) results.push(await violations(config));
const found = results.flatMap((result) => result.found);

if (process.argv.includes('--json')) {
  process.stdout.write(JSON.stringify(found));
} else {
  for (const { rule, comment, from, to, via } of found) {
    const chain = via.length > 0 ? ` (${via.join(' → ')})` : '';
    console.log(`${rule}: ${from} → ${to}${chain}\n  ${comment}`);
  }
  console.log(`${String(results[0].modules)} files, ${String(found.length)} forbidden imports`);
  process.exitCode = found.length > 0 ? 1 : 0;
}
