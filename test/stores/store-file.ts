/** A database of its own for one test file, with a pool for every role and one for raw SQL. */
import { Client } from 'pg';
import type { Database } from '../../infra/prisma/database';
import { openDatabase } from '../../infra/prisma/database';
import { databaseForFile } from '../support/engines';

export interface StoreFile {
  readonly url: string;
  readonly engine: Database;
  readonly reader: Database;
  /** A plain session under a role; ended with the file. */
  connect(role: 'relais_engine' | 'relais_reader' | 'none'): Promise<Client>;
  close(): Promise<void>;
}

export async function openStoreFile(): Promise<StoreFile> {
  const database = await databaseForFile();
  const engine = openDatabase(database.url, 'relais_engine');
  const reader = openDatabase(database.url, 'relais_reader');
  const clients: Client[] = [];
  return {
    url: database.url,
    engine,
    reader,
    connect: async (role) => {
      const options = role === 'none' ? '' : `-c role=${role}`;
      const client = new Client({ connectionString: database.url, options });
      await client.connect();
      clients.push(client);
      return client;
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.end()));
      await Promise.all([engine.$disconnect(), reader.$disconnect()]);
      await database.drop();
    },
  };
}
