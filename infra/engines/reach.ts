import { connect } from 'node:net';
import { Client } from 'pg';
import { EngineFailure } from './failure';

const CONNECT_MS = 3_000;

/** An address without its password, fit for a message. */
export function redact(url: string): string {
  return url.replace(/\/\/([^:/@]+):[^@]*@/, '//$1:***@');
}

function canConnect(address: string): Promise<boolean> {
  const at = address.lastIndexOf(':');
  const port = Number(address.slice(at + 1));
  if (at < 1 || !Number.isInteger(port) || port < 1 || port > 65_535) return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connect({ host: address.slice(0, at), port, timeout: CONNECT_MS });
    const answer = (yes: boolean) => (): void => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', answer(true));
    socket.once('error', answer(false));
    socket.once('timeout', answer(false));
  });
}

/** Makes sure that one of the addresses (`host:port`) answers; else an error that names the variable. */
export async function mustAnswer(
  engine: string,
  variable: string,
  addresses: readonly string[],
): Promise<void> {
  const answers = await Promise.all(addresses.map(canConnect));
  if (answers.includes(true)) return;
  throw new EngineFailure(engine, `nobody answers at ${addresses.join(', ')}`, {
    advice: [`correct ${variable} (host:port), or unset it and an engine of our own is started`],
  });
}

/** Makes sure that the database of the URL lets us in. */
export async function mustLetIn(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
  } catch (error) {
    throw new EngineFailure('Postgres', `${redact(url)} does not let us in`, {
      cause: error,
      advice: ['correct DATABASE_URL, or unset it and a Postgres of our own is started'],
    });
  } finally {
    await client.end().catch(() => undefined);
  }
}
