import { second } from '../../domain/chain/second';

export const first = second;
