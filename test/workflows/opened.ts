/** Closes what a file has opened, the last first, also when its beginning failed half-way. */
interface Open {
  close(): Promise<void>;
}

/** Call at the top of a file; pass everything that must be closed through what it returns. */
export const closeInTheEnd = (): (<T extends Open>(one: T) => T) => {
  const open: Open[] = [];
  afterAll(async () => {
    for (const one of open.reverse()) await one.close();
  });
  return (one) => {
    open.push(one);
    return one;
  };
};
