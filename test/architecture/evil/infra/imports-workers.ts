import { wire } from '../workers/wire';

export const all = wire;
