import { kinds } from '../schemas/commands';

export const known = kinds;
