/** The OpenAPI document of the built application, without listening and without any engine. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../infra/config';
import { openDatabase } from '../../infra/prisma/database';
import { connectTemporal } from '../../infra/temporal/client';
import { buildApp } from '../api/app';
import { wireApi } from '../api/wire-api';

/** Connections are opened at the first question; describing the API asks none. */
const nowhere = 'postgresql://nobody@127.0.0.1:1/nothing';

/** The document as JSON; the same routes and shapes give the same text. */
export const openApiDocument = async (): Promise<string> => {
  const dir = mkdtempSync(join(tmpdir(), 'relais-docs-'));
  const keyFile = join(dir, 'master.key');
  writeFileSync(keyFile, randomBytes(32).toString('base64'));
  try {
    const config = readConfig({ DATABASE_URL: nowhere, RELAIS_MASTER_KEY_FILE: keyFile });
    const engine = openDatabase(nowhere, 'relais_engine');
    const reader = openDatabase(nowhere, 'relais_reader');
    const temporal = connectTemporal(config);
    const parts = wireApi({ config, engine, reader, temporal });
    const app = await buildApp({ ...parts, page: new Map() });
    const text = `${JSON.stringify(app.swagger(), null, 2)}\n`;
    await app.close();
    await Promise.all([temporal.close(), engine.$disconnect(), reader.$disconnect()]);
    return text;
  } finally {
    rmSync(dir, { recursive: true });
  }
};
