import { seed } from '../test/builders';

export const start = seed;
