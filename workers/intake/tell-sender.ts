/** The sender of a refused command is told on the rejected topic of its institution. */
import type { Publisher } from '../../infra/kafka/publisher';
import type { Log } from '../../infra/telemetry/log';
import type { InstitutionId, Language } from '../../schemas/index';
import { rejectionRecord } from './rejection';
import type { Rejected } from './rejection';

export interface TellParts {
  readonly publisher: Publisher;
  readonly languageOf: (institutionId: InstitutionId) => Promise<Language>;
  readonly log: Log;
}

export type TellSender = (rejected: Omit<Rejected, 'language' | 'at'>) => Promise<void>;

/** Resolves when the broker has the rejection; a repetition has the same id. */
export const makeTellSender =
  ({ publisher, languageOf, log }: TellParts): TellSender =>
  async (rejected) => {
    const { institutionId, eventId, refusal } = rejected;
    const language = await languageOf(institutionId);
    const at = new Date().toISOString();
    await publisher.publish([rejectionRecord({ ...rejected, language, at })]);
    log.info({ institutionId, eventId, code: refusal.code }, 'command refused, sender told');
  };
