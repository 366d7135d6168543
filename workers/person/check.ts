/** The checks that need the persons behind cases, the same for every way a command comes in. */
import { checkMerge } from './duplicates';
import { checkOneCase } from './same-person';

type Asked = Parameters<typeof checkMerge>[1];

/** Throws `RefusedError` when a merge, a submitted draft or a reopened case is not what it says. */
export const checkPersons = async (
  parts: Parameters<typeof checkMerge>[0],
  asked: Asked,
): Promise<void> => {
  await checkMerge(parts, asked);
  await checkOneCase(parts, asked);
};
