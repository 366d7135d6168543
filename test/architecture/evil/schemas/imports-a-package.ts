import { parse } from 'yaml';

export const shape = parse;
