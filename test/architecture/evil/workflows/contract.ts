export const queue = 'cases';
export type Queue = typeof queue;
