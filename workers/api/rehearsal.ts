/**
 * Plays a policy on somebody's facts, in this process and on nothing that is stored: the decisions of
 * the domain, the criteria of the policy, the calendars of the canton.
 */
import { makeEvaluateCriteria } from '../../activities/evaluate';
import type { CantonCalendars, PolicyStore } from '../../activities/ports';
import { circumstancesOf } from '../../domain/consent/circumstances';
import { runningIn } from '../../domain/criteria/adoption';
import type { CaseState } from '../../domain/case/state';
import { addDays, localInstant } from '../../domain/deadlines/dates';
import type { Question, Reply } from '../../domain/forecast/look-ahead';
import { playOut } from '../../domain/rehearsal/play-out';
import type { PlayedOut, Setting } from '../../domain/rehearsal/play-out';
import { reportOf } from '../../domain/rehearsal/report';
import { CalendarMissing } from '../../infra/prisma/calendar-store';
import { UnknownPolicy } from '../../infra/prisma/policy-store';
import { refused } from '../../infra/temporal/refusals';
import type {
  CantonCode, Dossier, PolicyDocument, Rehearsal, RehearsalRequest,
} from '../../schemas/index'; // prettier-ignore
import { calendarOf, startTime } from '../rehearse/moments';
import type { ApiParts } from './parts';
import type { Subject } from './rehearsal-subject';

type Parts = Pick<ApiParts, 'publication'>;

/** Ids of what is only imagined. */
const caseId = '00000000-0000-4000-8000-000000000000';
const refs = {
  first: '00000000-0000-4000-8000-000000000001',
  later: '00000000-0000-4000-8000-000000000002',
} as const;
const endOfDay = '23:59';

/** The canton of the case, or where the policy belongs to others the first of them. */
const cantonFor = ({ adoptedBy, running }: PolicyDocument, subject: Subject): CantonCode => {
  const found = adoptedBy.find(({ canton }) => canton === subject.canton) ?? adoptedBy[0];
  if (found === undefined) throw refused('unknown_policy', { policyId: running.id });
  return found.canton;
};

const calendarsFor = async (
  { publication: { rules } }: Parts,
  { canton, start }: { readonly canton: CantonCode; readonly start: string },
): Promise<CantonCalendars> => {
  try {
    return await rules.calendars.getCalendars(canton, start);
  } catch (error) {
    // A day that no published calendar covers is played on the days of the library.
    if (!(error instanceof CalendarMissing)) throw error;
    return { calendar: calendarOf(canton, { start }) };
  }
};

/** The criteria of this very version, whatever is in force on the day of the play. */
const judging = (
  { publication }: Parts,
  document: PolicyDocument,
  dossiers: Readonly<Record<string, Dossier>>,
) => {
  const { preview, rules } = publication;
  const policies: PolicyStore = {
    findPolicy: async () => document,
    getPolicy: async () => document,
    findDuties: (query) => rules.policies.findDuties(query),
  };
  const evaluate = makeEvaluateCriteria({
    criteria: preview.criteria,
    policies,
    dossiers: {
      getDossier: async (_caseId, ref) => {
        const found = dossiers[ref];
        if (found === undefined) throw new Error(`the rehearsal has no dossier ${ref}`);
        return found;
      },
      findCasesByAhv: async () => [],
    },
    verdicts: { saveVerdict: async () => undefined },
  });
  return ({ dossierRef, canton, policyId, policyVersion, version }: CaseState, decidedAt: string) =>
    evaluate({
      caseId, verdictId: `rehearsal:${String(version)}`, dossierRef, canton, policyId,
      policyVersion, decidedAt,
    }); // prettier-ignore
};

const drive = async (
  playing: ReturnType<typeof playOut>,
  answer: (question: Question) => Promise<Reply>,
): Promise<PlayedOut> => {
  let step = playing.next({});
  while (step.done !== true) step = playing.next(await answer(step.value));
  return step.value;
};

const documentOf = async ({ publication }: Parts, asked: RehearsalRequest) => {
  const { policyId, policyVersion } = asked;
  try {
    return await publication.rules.policies.getPolicy(policyId, policyVersion);
  } catch (error) {
    if (!(error instanceof UnknownPolicy)) throw error;
    throw refused('unknown_policy', { policyId, policyVersion }, error);
  }
};

const settingOf = (
  { registers, first, later, ...subject }: Subject,
  asked: RehearsalRequest,
  rules: Setting['rules'],
): Setting => {
  const { start = subject.start, days, offices } = asked;
  return {
    caseId,
    registeredBy: `${rules.policy.canton}-${registers}`,
    dossierRef: refs.first,
    circumstances: circumstancesOf(first),
    later: later && {
      dossierRef: refs.later,
      fields: Object.keys(later),
      circumstances: circumstancesOf(later),
    },
    conducts: offices,
    rules,
    from: localInstant(start, startTime),
    until: localInstant(addDays(start, days), endOfDay),
  };
};

/** Plays and tells. Throws the refusal `unknown_policy`. */
export const rehearse = async (
  parts: Parts,
  subject: Subject,
  asked: RehearsalRequest,
): Promise<Rehearsal> => {
  const document = await documentOf(parts, asked);
  const canton = cantonFor(document, subject);
  const policy = runningIn(document, canton);
  if (policy === undefined) throw refused('unknown_policy', { policyId: asked.policyId });
  const { start = subject.start, days } = asked;
  const rules = { policy, ...(await calendarsFor(parts, { canton, start })) };
  const setting = settingOf(subject, asked, rules);
  const { person, first, later = first } = subject;
  const judge = judging(parts, document, {
    [refs.first]: { person, facts: first },
    [refs.later]: { person, facts: later },
  });
  // Nobody knows who is there: every level speaks to whom the ladder names.
  const played = await drive(playOut(setting), async (question) =>
    question.about === 'presence' ? {} : { verdict: await judge(question.state, question.at) },
  );
  return {
    policyId: policy.id,
    policyVersion: policy.version,
    canton,
    from: start,
    to: addDays(start, days),
    registeredBy: setting.registeredBy,
    ...reportOf(played),
  };
};
