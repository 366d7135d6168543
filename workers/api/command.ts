/** A command on a case: who may see it, is it a repetition, are there facts to store; then submit. */
import type { CaseState } from '../../domain/case/state';
import { isErased } from '../../domain/case/state';
import type { Caller } from '../../infra/oidc/verify';
import { RefusedError, refused } from '../../infra/temporal/refusals';
import type { CaseId, CommandBody, CommandRequest } from '../../schemas/index';
import type { CommandAnswer } from '../../workflows/contract';
import { checkPersons } from '../person/check';
import { derivedId } from '../submit';
import { viewerOf } from './caller';
import { caseViewFor } from './case-view';
import { circumstancesOf, factsFrom, todayOf } from './facts';
import type { ApiParts } from './parts';
import { bodyHash, commandIdOf, stateAfter, submitOrForget } from './registration';
import { StaleCommand } from './stale-command';

export interface Asked {
  readonly caller: Caller;
  readonly caseId: CaseId;
  readonly request: CommandRequest;
  readonly key: string | undefined;
  readonly expectedVersion: number | undefined;
}

type FactsRequest = Extract<CommandRequest, { kind: 'supplyInformation' | 'updateFacts' }>;

interface Prepared {
  readonly body: CommandBody;
  readonly dossierRef?: string;
  readonly basedOn?: number;
}

/**
 * Gives a command to its case and returns the answer with the state the caller now sees. What a
 * role may do is judged by the case itself: judging it here first would refuse the repetition of a
 * command that has already changed the state.
 */
export const runCommand = async (
  parts: ApiParts,
  asked: Asked,
): Promise<{ answer: CommandAnswer; state: CaseState }> => {
  const { caller, caseId, request, key } = asked;
  const state = await parts.cases.findCase(viewerOf(caller), caseId);
  if (state === undefined) throw refused('not_found');
  // Before anything personal is stored for it again.
  if (isErased(state)) throw refused('erased', { command: request.kind });
  const commandId = commandIdOf(caller, key);
  if (key !== undefined) {
    const hash = bodyHash(caseId, request);
    const receipt = await parts.receipts.claim(commandId, caseId, hash);
    if (receipt === 'different') throw refused('idempotency_key_reused');
  }
  await checkPersons(parts, { viewer: viewerOf(caller), state, request });
  const prepared = await prepare(parts, { ...asked, state, commandId });
  const { dossierRef = '' } = prepared;
  const submit = (): Promise<CommandAnswer> =>
    submitTo(parts, state, { ...asked, commandId, prepared });
  const answer =
    dossierRef === ''
      ? await submit()
      : await submitOrForget(parts, { caseId, dossierRef }, submit);
  return { answer, state: await stateAfter(parts, caller, caseId) };
};

const submitTo = async (
  parts: ApiParts,
  state: CaseState,
  asked: Asked & { commandId: string; prepared: Prepared },
): Promise<CommandAnswer> => {
  const { commandId, caseId, caller, prepared } = asked;
  const expectedVersion = asked.expectedVersion ?? prepared.basedOn;
  try {
    return await parts.submit({
      commandId,
      caseId,
      actor: caller.actor,
      ...(expectedVersion === undefined ? {} : { expectedVersion }),
      body: prepared.body,
    });
  } catch (error) {
    // A closed case has no workflow any more; the caller sees it, so "not found" would be wrong.
    if (error instanceof RefusedError && error.refusal.code === 'not_found') {
      throw refused('not_allowed_in_this_state', { status: state.status }, error);
    }
    throw await withActionsNow(parts, asked, error);
  }
};

/** Whoever came too late is told what may be done in the version that is there now. */
const withActionsNow = async (
  parts: ApiParts,
  { caller, caseId }: Pick<Asked, 'caller' | 'caseId'>,
  error: unknown,
): Promise<unknown> => {
  if (!(error instanceof RefusedError) || error.refusal.code !== 'version_conflict') return error;
  const state = await stateAfter(parts, caller, caseId);
  const { allowedActions, version } = await caseViewFor(parts, state, caller.actor);
  return new StaleCommand(allowedActions, error, version);
};

const isFactsRequest = (request: CommandRequest): request is FactsRequest =>
  request.kind === 'supplyInformation' || request.kind === 'updateFacts';

const prepare = async (
  parts: ApiParts,
  asked: Asked & { state: CaseState; commandId: string },
): Promise<Prepared> =>
  isFactsRequest(asked.request)
    ? withFacts(parts, { ...asked, request: asked.request })
    : { body: asked.request };

/**
 * Stores a new dossier with the given facts over the known ones. The command then holds for the
 * version they were laid over, so that of two people at once neither undoes the other.
 */
const withFacts = async (
  parts: ApiParts,
  asked: { caller: Caller; request: FactsRequest; state: CaseState; commandId: string },
): Promise<Prepared> => {
  const { state, commandId, request } = asked;
  // With the version in it: a repetition that meets a newer case must not reuse facts laid over an older one.
  const dossierRef = derivedId('dossier', commandId, String(state.version));
  const known = await parts.dossiers.getDossier(state.id, state.dossierRef);
  const { actor } = asked.caller;
  const said = { by: actor.institutionId, on: await todayOf(parts.clock) };
  const facts = factsFrom(said, request.facts, known.facts);
  const person = 'person' in request ? request.person : undefined;
  await parts.dossiers.putDossier({
    caseId: state.id,
    ref: dossierRef,
    canton: state.canton,
    dossier: { person: person ?? known.person, facts },
    by: actor,
  });
  const named = Object.keys(request.facts).filter((name) => name !== 'provenance');
  const fields = person === undefined ? named : ['identity', ...named];
  const { kind } = request;
  return {
    dossierRef,
    basedOn: state.version,
    body: { kind, dossierRef, fields, ...circumstancesOf(facts) },
  };
};
