import type { Command } from '../../schemas/commands';

export type Known = Command;
