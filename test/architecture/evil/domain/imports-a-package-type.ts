import type { Client } from 'pg';

export type Rule = Client;
