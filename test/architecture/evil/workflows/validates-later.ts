import { defineUpdate, setHandler } from '@temporalio/workflow';

const submit = defineUpdate<string, [string]>('submit');

export const listen = (): void => {
  setHandler(submit, (text) => text, {
    validator: async (text) => {
      await Promise.resolve(text);
    },
  });
};
