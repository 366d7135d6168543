/** The engine's way from one case into another: the same door as everybody's. */
import type { CaseLine } from '../activities/ports';
import { RefusedError, derivedId } from './submit';
import type { Submit } from './submit';

/** Makes the line. It throws when a case did not answer, so that it is asked again. */
export const makeCaseLine = (submit: Submit): CaseLine => ({
  idFrom: derivedId,
  async tell(command) {
    try {
      await submit(command);
      return 'taken';
    } catch (error) {
      if (error instanceof RefusedError && error.refusal.code !== 'engine_unavailable')
        return 'refused';
      throw error;
    }
  },
});
