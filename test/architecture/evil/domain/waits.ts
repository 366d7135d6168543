export const wait = async (step: () => PromiseLike<void>): Promise<void> => {
  await step();
};
