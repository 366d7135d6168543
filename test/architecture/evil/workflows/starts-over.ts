import { continueAsNew } from '@temporalio/workflow';

export const again = async (): Promise<never> => continueAsNew<() => Promise<never>>();
