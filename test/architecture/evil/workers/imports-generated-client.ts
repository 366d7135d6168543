import { client } from '../infra/prisma/generated/client';

export const raw = client;
