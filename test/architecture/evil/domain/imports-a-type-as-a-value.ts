import { Command } from '../schemas/commands';

export const kind = (command: Command): string => command.kind;
