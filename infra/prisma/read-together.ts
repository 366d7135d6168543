/**
 * Two statements in one round trip: whoever reads a list waits for the database once. They are sent
 * with a single Sync at their end, which makes them one transaction (PostgreSQL, Extended Query,
 * Pipelining): what the first sets for the transaction holds for the second and for nothing else, and
 * where the first fails the second is not run.
 */
import { types } from 'pg';
import type { Connection, PoolClient, Submittable } from 'pg';
import { poolOf, statementName } from './database';
import type { Database } from './database';
import type { Prisma } from './generated/client';

type Reader = (text: string) => unknown;

interface Column {
  readonly name: string;
  readonly read: Reader;
}

/** On a connection whose time is UTC: `2026-02-02 08:00:00.5+00` is `2026-02-02T08:00:00.500Z`. */
const instantOf = (shown: string): string => {
  const [, day, time, part = ''] = /^(\S+) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/.exec(shown) ?? [];
  if (day === undefined || time === undefined) throw new Error(`not an instant in UTC: ${shown}`);
  return `${day}T${time}.${part.slice(0, 3).padEnd(3, '0')}Z`;
};

const timestamptz: number = types.builtins.TIMESTAMPTZ;
/** The driver knows many more types than its list of names does. */
const getTypeParser = types.getTypeParser as (type: number, format: 'text') => Reader;

const readerOf = (type: number): Reader =>
  type === timestamptz ? instantOf : getTypeParser(type, 'text');

/** What the driver tells of an answer while it comes in. */
interface RowDescription {
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
}
interface DataRow {
  readonly fields: readonly (string | null)[];
}

/** The statements that a connection has parsed, by name. */
const parsed = new WeakMap<Connection, Set<string>>();

const parsedOn = (connection: Connection): Set<string> => {
  const known = parsed.get(connection) ?? new Set();
  parsed.set(connection, known);
  return known;
};

const quoted = (item: unknown): string => `"${String(item).replace(/["\\]/g, '\\$&')}"`;

/** Text, which Postgres reads as what the statement makes of it. */
const parameterOf = (value: unknown): string => {
  if (Array.isArray(value)) return `{${value.map(quoted).join(',')}}`;
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new TypeError(`no parameter of a read: ${typeof value}`);
};

const send = (connection: Connection, { text, values }: Prisma.Sql): void => {
  const statement = statementName(text);
  const known = parsedOn(connection);
  if (!known.has(statement)) connection.parse({ name: statement, text, types: [] }, true);
  known.add(statement);
  connection.bind({ portal: '', statement, values: values.map(parameterOf) }, true);
  connection.describe({ type: 'P', name: '' }, true);
  connection.execute({ portal: '' }, true);
};

/** The driver hands it to a connection and tells it what comes back; see `Submittable` there. */
class Together implements Submittable {
  private readonly results: Record<string, unknown>[][] = [];
  private columns: readonly Column[] = [];
  private failure: Error | undefined;

  constructor(
    private readonly statements: readonly Prisma.Sql[],
    private readonly done: (results: readonly unknown[][]) => void,
    private readonly failed: (error: Error) => void,
  ) {}

  readonly submit = (connection: Connection): void => {
    connection.stream.cork();
    for (const statement of this.statements) send(connection, statement);
    connection.sync();
    connection.stream.uncork();
  };

  handleRowDescription({ fields }: RowDescription): void {
    this.columns = fields.map(({ name, dataTypeID }) => ({ name, read: readerOf(dataTypeID) }));
    this.results.push([]);
  }

  handleDataRow({ fields }: DataRow): void {
    const row: Record<string, unknown> = {};
    try {
      for (const [place, { name, read }] of this.columns.entries()) {
        const shown = fields[place] ?? null;
        row[name] = shown === null ? null : read(shown);
      }
    } catch (error) {
      this.failure ??= error instanceof Error ? error : new Error(String(error));
    }
    this.results.at(-1)?.push(row);
  }

  handleCommandComplete(): void {
    // The next statement begins with its columns.
  }

  handleError(error: Error): void {
    this.failed(error);
  }

  handleReadyForQuery(): void {
    if (this.failure === undefined) this.done(this.results);
    else this.failed(this.failure);
  }
}

const connect = (db: Database): Promise<PoolClient> =>
  poolOf(db)
    .connect()
    .catch((cause: unknown) => {
      throw new Error("can't reach database", { cause });
    });

/**
 * As one transaction: the one row of the first statement, and all rows of the second; instants are
 * strings in UTC. Rejects with what the driver or Postgres says.
 */
export async function readTogether<First, Row>(
  db: Database,
  first: Prisma.Sql,
  query: Prisma.Sql,
): Promise<{ readonly first: First; readonly answer: readonly Row[] }> {
  const client = await connect(db);
  try {
    const [begun, answer] = await new Promise<readonly unknown[][]>((done, failed) => {
      client.query(new Together([first, query], done, failed));
    });
    client.release();
    return { first: begun?.[0] as First, answer: (answer ?? []) as readonly Row[] };
  } catch (error) {
    // Nobody knows which of its statements this connection has parsed.
    client.release(true);
    throw error;
  }
}
