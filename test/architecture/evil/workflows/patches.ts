export const patches = ['listed-patch'] as const;
