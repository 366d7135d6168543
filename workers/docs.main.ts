/**
 * `npm run docs`: writes what is generated under docs/. With `--check` it writes nothing and ends with
 * 1 when a committed document is not what the code says now.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { scenarioJsonSchema } from '../schemas/scenario';
import { asyncApiDocument } from './docs/asyncapi';
import { openApiDocument } from './docs/openapi';
import { statesPage } from './docs/states';

const folder = resolve(__dirname, '..', 'docs');

const documents = async (): Promise<Readonly<Record<string, string>>> => ({
  'openapi.json': await openApiDocument(),
  'asyncapi.yaml': asyncApiDocument(),
  'states.md': statesPage(),
  'scenario.schema.json': `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`,
});

const committed = (name: string): string | undefined => {
  try {
    return readFileSync(resolve(folder, name), 'utf8');
  } catch {
    return undefined;
  }
};

const main = async (): Promise<number> => {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  let stale = 0;
  for (const [name, text] of Object.entries(await documents())) {
    if (committed(name) === text) continue;
    stale += 1;
    if (values.check) console.error(`docs/${name} is not what the code says: run npm run docs`);
    else writeFileSync(resolve(folder, name), text);
  }
  if (!values.check) console.log(`docs: ${String(stale)} written, the rest unchanged`);
  return values.check && stale > 0 ? 1 : 0;
};

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
