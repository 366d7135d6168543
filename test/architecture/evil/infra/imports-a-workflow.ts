import type { host } from '../workflows/imports-infra';

export type Host = typeof host;
