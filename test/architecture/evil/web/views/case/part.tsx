export const Part = (): undefined => undefined;
