import { patched } from '@temporalio/workflow';

export const known = (): boolean => patched('listed-patch');
export const unknown = (): boolean => patched('secret-patch');
