/** workflows/patches.ts as a release without the patch behaves: every case keeps its old way. */
export const asksDirectory = (): boolean => false;
