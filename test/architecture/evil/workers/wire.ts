import { ports } from '../activities/ports';
import { decide } from '../domain/decide';
import { config } from '../infra/config';
import { kinds } from '../schemas/commands';
import { queue } from '../workflows/contract';

export const wire = [ports, decide, config, kinds, queue];
