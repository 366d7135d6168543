import { decide } from '../domain/decide';

export const rule = decide;
