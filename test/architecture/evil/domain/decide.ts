import type { Command } from '../schemas/commands';

export const decide = (command: Command): string => command.kind;
