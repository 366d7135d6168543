/* eslint-disable house/no-random */
export const draw = (): number => Math.random();
