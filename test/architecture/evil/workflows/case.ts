import { continueAsNew, defineUpdate, setHandler } from '@temporalio/workflow';

const submit = defineUpdate<string>('submit');

export const listen = (): void => {
  setHandler(submit, async () => continueAsNew<() => Promise<void>>());
};
