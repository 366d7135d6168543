import { decide } from '../domain/decide';

export const shape = decide;
