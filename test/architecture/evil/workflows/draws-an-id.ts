import { uuid4 } from '@temporalio/workflow';

export const id = (): string => uuid4();
