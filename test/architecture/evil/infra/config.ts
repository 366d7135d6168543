import { type Store } from '../activities/ports';
import type { decide } from '../domain/decide';
import type { Queue } from '../workflows/contract';

export const config = { host: process.env['HOST'] };
export type Known = [Store, Queue, typeof decide];
