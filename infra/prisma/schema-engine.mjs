#!/usr/bin/env node
// Prisma's command line tool talks to a native program, the schema engine, that it downloads from a
// host of its own. This file stands in for it with the same engine compiled to WebAssembly (an npm
// package of the same version) over the `pg` driver, so that nothing is downloaded besides npm
// packages. Same arguments, same JSON-RPC on stdin and stdout, same `_prisma_migrations` table.
// Limits: PostgreSQL only; warnings about data loss come from the SQL text, not from row counts.
// Why and how it was checked: docs/adr (migrations under Prisma 7 without downloads).
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

const PG_CHAR = 18;
const PG_TEXT = 25;
const PRISMA_CHARACTER = 6;
const USER_FACING_ERROR = 4466;
const ERROR_CODES = { '3D000': 'P1003', '42P04': 'P1009', '28P01': 'P1000', 28000: 'P1010' };

const text = { type: 'string' };
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    datamodels: { ...text, multiple: true },
    datasource: text,
    'enabled-preview-features': text,
    'extension-types': text,
    version: { type: 'boolean' },
  },
});

/** How to reach the database, from the URL that Prisma passes on. */
function connectionOf(address) {
  const url = new URL(address);
  return {
    host: url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
    schema: url.searchParams.get('schema') ?? undefined,
  };
}

// ---- `cli` mode: one short question about a whole database

async function answerQuestion(question, { schema: _schema, ...connection }) {
  process.stderr.write('{}\n'); // Prisma skips the first line
  const database = question === 'can-connect-to-database' ? connection.database : 'postgres';
  const client = new pg.Client({ ...connection, database });
  try {
    await client.connect();
    const name = pg.escapeIdentifier(connection.database);
    if (question === 'create-database') await client.query(`CREATE DATABASE ${name}`);
    if (question === 'drop-database') await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await client.end();
    return 0;
  } catch (error) {
    const fields = {
      error_code: ERROR_CODES[error.code] ?? 'P1001',
      message: error.message || String(error),
    };
    const line = { level: 'ERROR', target: 'schema_engine::logger', fields };
    process.stderr.write(`${JSON.stringify(line)}\n`);
    return 1;
  }
}

// ---- JSON-RPC mode: the engine over an adapter that is fit for migrations

/** The stock adapter can not read "char" columns and cuts scripts at every semicolon. */
function fitForMigrations(adapter) {
  const performIO = adapter.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw;
  adapter.queryRaw = async (query) => {
    const charColumns = [];
    const lenient = Object.create(adapter, {
      performIO: {
        value: async (request) => {
          const result = await performIO(request);
          result.fields.forEach((field, index) => {
            if (field.dataTypeID !== PG_CHAR) return;
            charColumns.push(index);
            field.dataTypeID = PG_TEXT;
          });
          return result;
        },
      },
    });
    const result = await queryRaw.call(lenient, query);
    for (const index of charColumns) result.columnTypes[index] = PRISMA_CHARACTER;
    return result;
  };
  adapter.executeScript = async (script) => {
    await adapter.client.query(script).catch((error) => adapter.onError(error));
  };
  return adapter;
}

/** One session (the advisory lock lives in it), and a shadow database that is really another one. */
class MigrationAdapterFactory extends PrismaPg {
  #connection;
  #opened = [];

  constructor({ schema, ...connection }) {
    super({ ...connection, max: 1, idleTimeoutMillis: 0 }, { schema });
    this.#connection = connection;
  }

  async connect() {
    const adapter = fitForMigrations(await super.connect());
    this.#opened.push(adapter);
    return adapter;
  }

  async connectToShadowDb() {
    const database = `prisma_shadow_${process.pid}_${Date.now()}`;
    const admin = new pg.Client(this.#connection);
    await admin.connect();
    await admin.query(`CREATE DATABASE "${database}"`);
    const stock = await new PrismaPg({ ...this.#connection, database }).connect();
    const shadow = fitForMigrations(stock);
    const dispose = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await dispose();
      await admin.query(`DROP DATABASE "${database}" WITH (FORCE)`);
      await admin.end();
    };
    return shadow;
  }

  async close() {
    await Promise.all(this.#opened.splice(0).map((adapter) => adapter.dispose()));
  }
}

async function loadEngine() {
  const entry = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = readFileSync(new URL(entry.replace(/\.js$/, '.wasm')));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

/** The WASM build has no shadow database for these two methods: both follow from a diff. */
async function deriveFromDiff(engine, method, params) {
  const list = params.migrationsList;
  const from = list.migrationDirectories.length ? { tag: 'migrations', ...list } : { tag: 'empty' };
  const to = { tag: 'schemaDatamodel', ...params.schema };
  const { filters } = params;
  const diff = await engine.diff({ from, to, script: true, exitCode: true, filters });
  const changed = diff.exitCode === 2;
  if (method === 'createMigration') {
    const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
    const empty = params.draft ? '-- This is an empty migration.\n' : null;
    return {
      connectorType: 'postgresql',
      extension: 'sql',
      migrationScript: changed ? diff.stdout : empty,
      generatedMigrationName: `${stamp}_${params.migrationName}`,
    };
  }
  const lossy = /^.*\b(DROP TABLE|DROP COLUMN|SET DATA TYPE|DROP TYPE)\b.*$/gm;
  const warnings = (diff.stdout?.match(lossy) ?? []).map((line) => ({
    message: line.trim(),
    stepIndex: 0,
  }));
  return { migrationSteps: changed ? 1 : 0, unexecutableSteps: [], warnings };
}

async function call(engine, method, params) {
  if (method === 'getDatabaseVersion') return engine.version(params);
  if (method === 'evaluateDataLoss' || method === 'createMigration') {
    return deriveFromDiff(engine, method, params);
  }
  return engine[method](params);
}

const send = (message) =>
  new Promise((resolve) => {
    process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`, resolve);
  });

function log(line) {
  if (process.env.DEBUG?.includes('schema-engine')) process.stderr.write(`${line}\n`);
}

/** An error as the native engine reports it, with Prisma's code where there is one. */
function faultOf(error) {
  const message = String(error?.message ?? error);
  const errorCode = error?.code ?? /\bP\d{4}\b/.exec(message)?.[0];
  const data = { is_panic: false, message, meta: null, error_code: errorCode };
  return { code: USER_FACING_ERROR, message: 'see data', data };
}

async function answer({ id, method, params }, connection, datamodels) {
  const factory = new MigrationAdapterFactory(connection);
  try {
    const bound = bindMigrationAwareSqlAdapterFactory(factory);
    const engine = await glue.SchemaEngine.new({ datamodels }, log, bound);
    const result = await call(engine, method, params ?? {});
    if (method === 'diff' && typeof result?.stdout === 'string') {
      await send({ id: 1e6 + id, method: 'print', params: { content: result.stdout } });
    }
    await send({ id, result: result ?? null });
  } catch (error) {
    await send({ id, error: faultOf(error) });
  } finally {
    await factory.close();
  }
}

async function serve(connection) {
  await loadEngine();
  const datamodels = options.datamodels?.map((file) => [file, readFileSync(file, 'utf8')]);
  const pending = new Set();
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    const request = JSON.parse(line);
    if (!request.method) return;
    const work = answer(request, connection, datamodels).finally(() => pending.delete(work));
    pending.add(work);
  });
  lines.on('close', async () => {
    await Promise.all(pending);
    process.exit(0);
  });
}

if (options.version) {
  process.stdout.write('schema-engine-cli wasm\n');
} else {
  const passed = options.datasource ? JSON.parse(options.datasource).url : undefined;
  const connection = connectionOf(passed || process.env.DATABASE_URL);
  const [mode, question] = positionals;
  if (mode === 'cli') process.exitCode = await answerQuestion(question, connection);
  else await serve(connection);
}
