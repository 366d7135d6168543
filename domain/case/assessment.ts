/**
 * What a person can do and needs, found out before the offices meet (domain.md 3.1 stage 8): one
 * institution owes the assessment, and a result that is too early names the day to look again.
 */
import type { AssessmentResult, Happening, Milestone } from '../../schemas/index';
import { localDate } from '../deadlines/dates';
import { dateGap } from '../deadlines/plausible';
import type { Decider, Moment } from '../decision';
import { accept, refuse } from '../decision';
import { caseOwner, clear, findDeadline, set } from './clocks';
import { mayLead } from './lead';
import type { Evolver } from './evolver';
import type { CaseState } from './state';

const again = 'again';
/** The meeting waits for the assessment: its clock ends here, and begins anew with the result. */
export const startAssessment: Decider<'startAssessment'> = (state, { kind, by }, moment) => {
  if (findDeadline(state, 'T_ASSESS') !== undefined)
    return refuse('not_allowed_in_this_state', { command: kind });
  if (!mayLead(state, by, moment)) return refuse('legal_basis_missing', { to: by });
  return accept(
    { type: 'assessmentStarted', data: { by } },
    ...clear(state, moment, { kinds: ['T_RT', 'T_ASSESS'] }),
    set({ kind: 'T_ASSESS', owedBy: by }, moment),
  );
};

const milestones: Readonly<Record<AssessmentResult, readonly Milestone[]>> = {
  employable: ['potential_assessed', 'employable'],
  partly_able_to_work: ['potential_assessed'],
  not_yet_employable: ['potential_assessed', 'not_yet_employable'],
  not_employable: ['potential_assessed'],
};

/** What comes after the result: another look that day, or the meeting where the policy wants one. */
const nextStep = (state: CaseState, on: string | undefined, moment: Moment): Happening[] => {
  const owedBy = caseOwner(state);
  if (on !== undefined) return [set({ kind: 'T_ASSESS', mark: again, owedBy, on }, moment)];
  const meets = moment.policy.meeting.mandatory && state.status === 'assessment';
  return meets ? [set({ kind: 'T_RT', owedBy }, moment)] : [];
};

export const completeAssessment: Decider<'completeAssessment'> = (state, body, moment) => {
  const { kind, result, againOn } = body;
  const owed = clear(state, moment, { kinds: ['T_ASSESS'] });
  if (owed.length === 0) return refuse('not_allowed_in_this_state', { command: kind });
  const gap = dateGap(againOn, moment);
  if (gap !== undefined) return refuse(gap, { field: 'againOn' });
  const on = localDate(moment.now);
  return accept(
    {
      type: 'assessmentCompleted',
      data: { result, ...(againOn === undefined ? {} : { againOn }) },
    },
    ...milestones[result].map((milestone): Happening => ({
      type: 'milestoneRecorded',
      data: { milestone, on },
    })),
    ...owed,
    ...nextStep(state, againOn, moment),
  );
};

const started: Evolver<'assessmentStarted'> = (state, { data: { by } }) =>
  'lead' in state && state.status !== 'closed'
    ? { ...state, status: 'assessment', assessedBy: by }
    : state;

/** What these events do to the case; who assessed may say more as long as somebody asks. */
export const assessmentEvolvers = {
  assessmentStarted: started,
  assessmentCompleted: (state: CaseState): CaseState => state,
} as const;
