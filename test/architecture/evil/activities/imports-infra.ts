import { config } from '../infra/config';

export const host = config;
