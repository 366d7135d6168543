export const send = (post: () => Promise<void>): void => {
  post();
};
