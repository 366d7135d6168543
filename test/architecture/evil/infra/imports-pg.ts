import { Client } from 'pg';

export const driver = Client;
