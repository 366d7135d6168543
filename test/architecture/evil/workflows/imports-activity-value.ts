import { ports } from '../activities/ports';

export const known = ports;
