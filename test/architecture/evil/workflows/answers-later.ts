import { defineQuery, setHandler } from '@temporalio/workflow';

const state = defineQuery<Promise<string>>('state');

async function answer(): Promise<string> {
  return Promise.resolve('open');
}

export const listen = (): void => {
  setHandler(state, answer);
};
