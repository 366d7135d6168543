import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Engine } from '../../infra/engines/index';

const HELPER = resolve(__dirname, 'engines.ts');
const TEST_DIR = resolve(__dirname, '..');

/** The words by which a test file (or a support file it imports) asks for an engine. */
const WORDS: Readonly<Record<Engine, RegExp>> = {
  postgres: /\bdatabaseForFile\b|\bRELAIS_TEST_(DATABASE|TEMPLATE)/,
  temporal: /\btemporalAddress\(|\bRELAIS_TEST_TEMPORAL_ADDRESS\b/,
  kafka: /\bkafkaBrokers\(|\bRELAIS_TEST_KAFKA_BROKERS\b/,
  timeSkippingTemporal: /\btimeSkippingServerPath\(|\bRELAIS_TEST_TIME_SKIPPING_SERVER\b/,
};

export const allEngines = Object.keys(WORDS) as Engine[];

/** Every test file below `test/`. */
export function listTestFiles(): string[] {
  return readdirSync(TEST_DIR, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(TEST_DIR, name));
}

function importsOf(file: string, text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(/(?:from|import|require\()\s*['"](\.[^'"]+)['"]/g)) {
    const base = resolve(dirname(file), match[1] ?? '');
    const hit = [base, `${base}.ts`, join(base, 'index.ts')].find(
      (path) => path.endsWith('.ts') && existsSync(path),
    );
    if (hit !== undefined && hit.startsWith(TEST_DIR) && hit !== HELPER) found.push(hit);
  }
  return found;
}

/**
 * The engines that the files ask for, directly or through what they import from `test/`: a run of
 * the domain tests starts none.
 */
export function neededEngines(testFiles: readonly string[]): Engine[] {
  const needed = new Set<Engine>();
  const seen = new Set<string>();
  const open = [...testFiles];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = readFileSync(file, 'utf8');
    for (const engine of allEngines) if (WORDS[engine].test(text)) needed.add(engine);
    open.push(...importsOf(file, text));
  }
  return allEngines.filter((engine) => needed.has(engine));
}
