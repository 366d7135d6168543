/**
 * The dry run of new rules over the open cases: the same loading of rules, the same decisions and the
 * same activity that judges as in the rollout, on stores that keep nothing.
 */
import { setImmediate as letOthersWork } from 'node:timers/promises';
import { makeEvaluateCriteria } from '../../activities/evaluate';
import type { Criteria } from '../../activities/evaluate';
import type { Rules } from '../../activities/ports';
import { makeLoadRules } from '../../activities/rules';
import type { CaseState } from '../../domain/case/state';
import { localDate, localInstant } from '../../domain/deadlines/dates';
import {
  addToSummary,
  adoptRules,
  compare,
  emptySummary,
  isTouched,
  takeVerdict,
} from '../../domain/rollout/preview';
import type { OpenCase, PreviewStore } from '../../infra/prisma/preview-store';
import type {
  CantonCode,
  CaseId,
  CasePreview,
  PastVerdict,
  RulesPreview,
  Verdict,
  VerdictSummary,
} from '../../schemas/index';
import type { Proposal } from './proposal';

export interface PreviewParts {
  readonly openCases: PreviewStore;
  readonly criteria: Criteria;
}

export interface PreviewProgress {
  readonly checked: number;
  readonly of: number;
}

interface Question {
  readonly dossierRef: string;
  readonly decidedAt: string;
  /** Open cases about the same person, the oldest first. */
  readonly samePerson: readonly CaseId[];
}

interface Judged {
  readonly summary: VerdictSummary;
  readonly verdict: Verdict;
}
type Judge = (one: OpenCase, question: Question) => Promise<Judged>;
type FindRules = (state: CaseState) => Promise<Rules | undefined>;

const batchSize = 200;

/** The activity of the engine, on the dossier at hand. */
const judging =
  (criteria: Criteria, { policies }: Proposal): Judge =>
  async (one, { dossierRef, decidedAt, samePerson }) => {
    const { id: caseId, canton, policyId, policyVersion } = one.state;
    const judged: Verdict[] = [];
    const evaluate = makeEvaluateCriteria({
      criteria,
      policies,
      dossiers: {
        getDossier: async (_caseId, ref) => one.openDossier(ref),
        findCasesByAhv: async () => samePerson,
      },
      verdicts: {
        saveVerdict: async ({ verdict }) => {
          judged.push(verdict);
        },
      },
    });
    const verdictId = `preview:${caseId}`;
    const summary = await evaluate({
      caseId, verdictId, dossierRef, canton, policyId, policyVersion, decidedAt,
    }); // prettier-ignore
    const [verdict] = judged;
    if (verdict === undefined) throw new Error('the criteria gave no verdict');
    return { summary, verdict };
  };

/** The rules a case would take up; undefined where the canton has none for it. */
const findingRules = ({ policies, calendars, on }: Proposal): FindRules => {
  const load = makeLoadRules(policies, calendars);
  const known = new Map<string, Promise<Rules | undefined>>();
  return ({ canton, policyId }) => {
    const key = `${canton} ${policyId}`;
    const found =
      known.get(key) ??
      policies
        .findPolicy({ canton, policyId, on })
        .then((document) => document && load({ canton, policyId, on }));
    known.set(key, found);
    return found;
  };
};

/** As it was known when the verdict was given; other cases of the person may have come and gone. */
const samePersonThen = (one: OpenCase, known: boolean | undefined): readonly CaseId[] => {
  if (known === undefined) return [];
  const other = one.samePerson.find((id) => id !== one.state.id) ?? 'another case';
  return [known ? other : one.state.id];
};

/** What a verdict says under the rules in question: they may be its policy, or a duty beside it. */
const under = ({ subject }: Proposal['rules'], verdict: Verdict) =>
  [verdict, ...(verdict.dutyVerdicts ?? [])].find(({ policyId }) => policyId === subject);

const pastVerdicts = async (
  one: OpenCase,
  judge: Judge,
  { rules, ...proposal }: Proposal,
): Promise<PastVerdict[]> => {
  const changed: PastVerdict[] = [];
  for (const verdict of one.verdicts) {
    const { verdictId, dossierRef, decidedAt } = verdict;
    if (!proposal.judgesOn(localDate(decidedAt))) continue;
    const whole = verdict.open();
    const given = under(rules, whole);
    if (given === undefined || given.policyVersion === rules.version) continue;
    const samePerson = samePersonThen(one, whole.samePersonActive);
    const again = await judge(one, { dossierRef, decidedAt, samePerson });
    const would = under(rules, again.verdict)?.outcome;
    if (would !== undefined && would !== given.outcome)
      changed.push({ verdictId, given: given.outcome, would });
  }
  return changed;
};

const becoming = async (
  one: OpenCase,
  { judge, findRules }: { readonly judge: Judge; readonly findRules: FindRules },
  { rules: { kind }, now, on, moves }: Proposal,
): Promise<CaseState | undefined> => {
  const { state, samePerson } = one;
  const found = moves ? await findRules(state) : undefined;
  if (found === undefined) return undefined;
  const ctx = { now, ...found };
  const adoption = adoptRules(state, ctx, kind === 'duty');
  if (adoption?.asksCriteria !== true) return adoption?.state;
  const decidedAt = on === localDate(now) ? now : localInstant(on, '00:00');
  const { dossierRef } = state;
  const { summary } = await judge(one, { dossierRef, decidedAt, samePerson });
  return takeVerdict(adoption.state, summary, ctx);
};

/**
 * Looks at every open case that the rules touch, in batches, and lets other requests be answered in
 * between. Yields how far it is; returns the preview with the touched cases of one canton.
 */
export const previewRules = async function* (
  { openCases, criteria }: PreviewParts,
  proposal: Proposal,
  canton: CantonCode,
): AsyncGenerator<PreviewProgress, RulesPreview> {
  const { rules, now, on, filter } = proposal;
  const { kind, subject, version } = rules;
  const judge = judging(criteria, proposal);
  const findRules = findingRules(proposal);
  const of = await openCases.countCases(filter);
  const items: CasePreview[] = [];
  let summary = emptySummary;
  let touched = 0;
  let checked = 0;
  let after: CaseId | undefined;
  for (;;) {
    const batch = await openCases.readCases(filter, { after, limit: batchSize });
    for (const one of batch) {
      const becomes = await becoming(one, { judge, findRules }, proposal);
      const past = await pastVerdicts(one, judge, proposal);
      const preview = compare(one.state, becomes, { now, pastVerdicts: past });
      summary = addToSummary(summary, preview);
      if (isTouched(preview)) {
        touched += 1;
        if (one.state.canton === canton) items.push(preview);
      }
      await letOthersWork();
    }
    checked += batch.length;
    after = batch.at(-1)?.state.id;
    if (after === undefined) break;
    yield { checked, of: Math.max(of, checked) };
  }
  return { kind, subject, version, on, checked, touched, summary, items };
};
