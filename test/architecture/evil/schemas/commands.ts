export type Command = { readonly kind: 'submit' };
export const kinds = ['submit'] as const;
