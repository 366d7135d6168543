import { ghost } from './ghost';

export const seen: unknown = ghost;
