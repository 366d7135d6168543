export type Store = { readonly name: string };
export const ports = ['store'] as const;
