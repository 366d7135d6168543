import { PrismaPg } from '@prisma/adapter-pg';

export const adapter = PrismaPg;
