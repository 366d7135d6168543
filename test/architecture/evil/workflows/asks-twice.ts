export const later = (): number => Date.now() + 1;
