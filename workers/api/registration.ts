/** Registering a case: the person goes to the encrypted dossier, codes and a reference go on. */
import { createHash, randomUUID } from 'node:crypto';
import type { CaseState } from '../../domain/case/state';
import type { Caller } from '../../infra/oidc/verify';
import { RefusedError, refused } from '../../infra/temporal/refusals';
import type { CaseId, RegisterCaseRequest, Role } from '../../schemas/index';
import { refuseDuplicate, refuseStranger } from '../person/same-person';
import { derivedId } from '../submit';
import { viewerOf } from './caller';
import { circumstancesOf, factsFrom, todayOf } from './facts';
import type { ApiParts } from './parts';

export interface Registration {
  readonly caller: Caller;
  readonly request: RegisterCaseRequest;
  readonly key: string | undefined;
}

const registering: readonly Role[] = ['officer', 'contact', 'coordinator'];

/** One id per (institution, user, key): a repeated request is the same command. */
export const commandIdOf = ({ actor }: Caller, key: string | undefined): string =>
  key === undefined ? randomUUID() : derivedId('command', actor.institutionId, actor.userId, key);

/** What is kept of a body to recognise it; a hash, because the body holds a person. */
export const bodyHash = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/**
 * Registers a case and returns its state. Repeating it with the same key gives the same case.
 * Throws `RefusedError`; after a refusal nothing of the person stays behind.
 */
export const registerCase = async (parts: ApiParts, ask: Registration): Promise<CaseState> => {
  const { caller, request, key } = ask;
  if (!registering.includes(caller.actor.role)) throw refused('not_permitted');
  const commandId = commandIdOf(caller, key);
  const caseId = derivedId('case', commandId);
  if (key !== undefined) {
    const receipt = await parts.receipts.claim(
      commandId,
      caseId,
      bodyHash('registerCase', request),
    );
    if (receipt === 'different') throw refused('idempotency_key_reused');
    const known = await parts.cases.findCase(viewerOf(caller), caseId);
    if (receipt === 'same' && known !== undefined) return known;
  }
  const { canton, person, continues } = request;
  const viewer = viewerOf(caller);
  await refuseStranger(parts, { viewer, person, continues });
  await refuseDuplicate(parts, { viewer, id: caseId, canton, person });
  const dossierRef = derivedId('dossier', commandId);
  const said = { by: caller.actor.institutionId, on: await todayOf(parts.clock) };
  const facts = factsFrom(said, request.facts);
  await parts.dossiers.putDossier({
    caseId,
    ref: dossierRef,
    canton: request.canton,
    dossier: { person: request.person, facts },
    by: caller.actor,
  });
  await submitOrForget(parts, { caseId, dossierRef }, () =>
    parts.submit({
      commandId,
      caseId,
      actor: caller.actor,
      body: {
        kind: 'registerCase',
        canton: request.canton,
        ...(request.policyId === undefined ? {} : { policyId: request.policyId }),
        dossierRef,
        ...(request.draft === undefined ? {} : { draft: request.draft }),
        ...(request.continues === undefined ? {} : { continues: request.continues }),
        ...circumstancesOf(request.facts),
      },
    }),
  );
  return stateAfter(parts, caller, caseId);
};

/**
 * Submits, and takes the dossier away again when the command was refused. When the engine did not
 * answer it stays: the command may still be carried out.
 */
export const submitOrForget = async <T>(
  parts: ApiParts,
  { caseId, dossierRef }: { caseId: CaseId; dossierRef: string },
  submit: () => Promise<T>,
): Promise<T> => {
  try {
    return await submit();
  } catch (error) {
    if (error instanceof RefusedError && error.refusal.code !== 'engine_unavailable') {
      await parts.dossiers.removeUnused(caseId, dossierRef);
    }
    throw error;
  }
};

/** The case after a command: written before the command was answered, so it is there. */
export const stateAfter = async (
  parts: ApiParts,
  caller: Caller,
  caseId: CaseId,
): Promise<CaseState> => {
  const state = await parts.cases.findCase(viewerOf(caller), caseId);
  if (state === undefined) throw refused('not_found');
  return state;
};
