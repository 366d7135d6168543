/**
 * Sees cases ahead: the domain says what happens, and here it gets its answers from the stores and the
 * criteria that the engine itself would ask. Nothing is written.
 */
import { setImmediate as letOthersWork } from 'node:timers/promises';
import { makeEvaluateCriteria } from '../../activities/evaluate';
import type { Rules } from '../../activities/ports';
import { makeLoadRules } from '../../activities/rules';
import type { CaseState } from '../../domain/case/state';
import { forecastOf } from '../../domain/forecast/entries';
import { lookAhead } from '../../domain/forecast/look-ahead';
import type { Ahead, Question, Reply, Window } from '../../domain/forecast/look-ahead';
import { CalendarMissing } from '../../infra/prisma/calendar-store';
import { UnknownPolicy } from '../../infra/prisma/policy-store';
import { refusalOf } from '../../infra/temporal/refusals';
import type { ForecastEntry, InstitutionId, Presence } from '../../schemas/index';
import type { ApiParts } from './parts';

type Parts = Pick<ApiParts, 'directory' | 'dossiers' | 'publication'>;

/** The same is asked once, however many cases ask it. */
const once = <T>(): ((key: string, ask: () => Promise<T>) => Promise<T>) => {
  const known = new Map<string, Promise<T>>();
  return (key, ask) => {
    const answer = known.get(key) ?? ask();
    known.set(key, answer);
    return answer;
  };
};

/** True when what a case lives by was taken away, as after a database was put back to an older day. */
const isRuleless = (error: unknown): boolean =>
  error instanceof UnknownPolicy ||
  error instanceof CalendarMissing ||
  refusalOf(error)?.code === 'unknown_policy';

type FindRules = (state: CaseState, on: string) => Promise<Rules | undefined>;

/** The rules by which a case runs: its version of the policy, and the calendars of its canton. */
const findingRules = ({ publication: { rules } }: Parts): FindRules => {
  const calendars = once<Awaited<ReturnType<typeof rules.calendars.getCalendars>>>();
  const load = makeLoadRules(rules.policies, {
    getCalendars: (canton, around) =>
      calendars(canton, () => rules.calendars.getCalendars(canton, around)),
  });
  const known = once<Rules | undefined>();
  return ({ canton, policyId, policyVersion }, on) =>
    known(`${canton} ${policyId} ${policyVersion}`, () =>
      load({ canton, policyId, policyVersion, on }).catch((error: unknown) => {
        if (isRuleless(error)) return undefined;
        throw error;
      }),
    );
};

type AskPresence = (ids: readonly InstitutionId[], on: string) => Promise<readonly Presence[]>;

/** Who is there on a day: asked once a day for all offices, as a forecast asks about most of them. */
const askingPresence = ({ directory }: Parts): AskPresence => {
  const days = once<readonly Presence[]>();
  const offices = once<readonly { readonly id: InstitutionId }[]>();
  return async (institutionIds, on) => {
    const all = await days(on, async () => {
      const known = await offices('all', () => directory.listInstitutions({}));
      return directory.listPresence({ institutionIds: known.map(({ id }) => id), on });
    });
    return all.filter(({ institutionId }) => institutionIds.includes(institutionId));
  };
};

/** Judges as the engine does on that day, and keeps no verdict. */
const judging = ({ publication, dossiers }: Parts) => {
  const evaluate = makeEvaluateCriteria({
    criteria: publication.preview.criteria,
    policies: publication.rules.policies,
    dossiers,
    verdicts: { saveVerdict: async () => undefined },
  });
  return ({ id: caseId, version, ...state }: CaseState, decidedAt: string) => {
    const { dossierRef, canton, policyId, policyVersion } = state;
    const verdictId = `${caseId}:${String(version)}`;
    return evaluate({
      caseId, verdictId, dossierRef, canton, policyId, policyVersion, decidedAt,
    }); // prettier-ignore
  };
};

type AnswerTo = (question: Question) => Promise<Reply>;

const answering = (parts: Parts): AnswerTo => {
  const presence = askingPresence(parts);
  const judge = judging(parts);
  return async (question) =>
    question.about === 'presence'
      ? { present: await presence(question.institutionIds, question.on) }
      : { verdict: await judge(question.state, question.at) };
};

const drive = async (looking: ReturnType<typeof lookAhead>, answer: AnswerTo): Promise<Ahead> => {
  let step = looking.next({});
  while (step.done !== true) step = looking.next(await answer(step.value));
  return step.value;
};

export interface Seen {
  readonly entries: readonly ForecastEntry[];
  /** How many cases could not be seen ahead. */
  readonly withoutRules: number;
}

/**
 * What will happen to these cases within a time, in the order of time. Other requests are answered in
 * between. `today` is a plain date.
 */
export const foresee = async (
  parts: Parts,
  states: readonly CaseState[],
  { today, ...time }: Omit<Window, 'rules'> & { readonly today: string },
): Promise<Seen> => {
  const findRules = findingRules(parts);
  const answer = answering(parts);
  const entries: ForecastEntry[] = [];
  let withoutRules = 0;
  for (const state of states) {
    const rules = await findRules(state, today);
    if (rules === undefined) withoutRules += 1;
    else entries.push(...forecastOf(await drive(lookAhead(state, { ...time, rules }), answer)));
    await letOthersWork();
  }
  entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return { entries, withoutRules };
};
