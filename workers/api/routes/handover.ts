import { z } from 'zod';
import type { CaseState } from '../../../domain/case/state';
import { isErased } from '../../../domain/case/state';
import { relationsOf } from '../../../domain/permissions';
import type { Caller } from '../../../infra/oidc/verify';
import { refused } from '../../../infra/temporal/refusals';
import { Language, LetterView } from '../../../schemas/index';
import { callerOf, viewerOf } from '../caller';
import { movingLetter, withdrawalLetter } from '../letters';
import { problemAnswer, signedIn } from '../openapi';
import type { ApiParts, App } from '../parts';
import { CaseParams } from './cases';

const Wish = z.strictObject({
  language: Language.optional().describe('the language of the person when absent'),
});
type Wish = z.infer<typeof Wish>;

const mayWrite = ['registering', 'lead', 'coordinator'] as const;

const caseFor = async (parts: ApiParts, caller: Caller, id: string): Promise<CaseState> => {
  const state = await parts.cases.findCase(viewerOf(caller), id);
  if (state === undefined) throw refused('not_found');
  if (isErased(state)) throw refused('erased');
  const relations = relationsOf(state, caller.actor);
  if (!mayWrite.some((one) => relations.includes(one))) throw refused('not_permitted');
  return state;
};

const languageFor = async (parts: ApiParts, state: CaseState, wish: Wish): Promise<Language> => {
  if (wish.language !== undefined) return wish.language;
  const { person } = await parts.dossiers.getDossier(state.id, state.dossierRef);
  return person.language ?? 'de';
};

const about = {
  tags: ['cases'],
  security: signedIn,
  params: CaseParams,
  querystring: Wish,
  response: { 200: LetterView, default: problemAnswer },
};

/** The letters that a person gets when consent ends, or when the case goes to another canton. */
export const handoverRoutes = (app: App, parts: ApiParts): void => {
  app.route({
    method: 'GET',
    url: '/v1/cases/:id/withdrawal-letter',
    schema: {
      operationId: 'writeWithdrawalLetter',
      summary: 'The letter to the person after the consent was withdrawn',
      description: 'What stops and what goes on by law. Written anew each time and kept nowhere.',
      ...about,
    },
    handler: async (request) => {
      const state = await caseFor(parts, callerOf(request), request.params.id);
      if (!state.consentSuspended)
        throw refused('not_allowed_in_this_state', { status: state.status });
      return withdrawalLetter(parts, state, await languageFor(parts, state, request.query));
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/cases/:id/moving-letter',
    schema: {
      operationId: 'writeMovingLetter',
      summary: 'The letter to a person who moves to another canton',
      description: 'Where to go there, and whether anything was handed over. Kept nowhere.',
      ...about,
    },
    handler: async (request) => {
      const state = await caseFor(parts, callerOf(request), request.params.id);
      const { leavingTo } = state;
      if (leavingTo === undefined)
        throw refused('not_allowed_in_this_state', { status: state.status });
      const language = await languageFor(parts, state, request.query);
      return movingLetter(parts, { ...state, leavingTo }, language);
    },
  });
};
