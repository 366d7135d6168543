import { parse } from 'yaml';

export const rule = parse;
