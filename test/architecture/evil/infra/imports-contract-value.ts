import { queue } from '../workflows/contract';

export const name = queue;
