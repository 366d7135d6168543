import { defineConfig } from 'prisma/config';

// Prisma's own env() fails on `generate` where the variable is unset, and `generate` needs no database.
export default defineConfig({
  schema: 'infra/prisma/schema.prisma',
  migrations: { path: 'infra/prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
});
