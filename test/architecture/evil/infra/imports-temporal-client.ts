import { Client } from '@temporalio/client';

export const driver = Client;
