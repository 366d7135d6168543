import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { fieldsOfKind } from '../../workers/api/action-fields';
import { linkFaults } from '../../workers/api/link-sheet';
import {
  AbortReason,
  AnyCommandBody,
  AssessmentResult,
  CaseLink,
  CaseStatus,
  ClosureOutcome,
  Consent,
  ContactChannel,
  DeadlineChangeReason,
  DeadlineKind,
  DeclineReason,
  DeliveryError,
  DeliveryState,
  DuplicateHints,
  ErasureAnswer,
  Facts,
  FieldGroup,
  ForecastKind,
  GoalState,
  InstitutionKind,
  LadderLevel,
  Language,
  LedgerParty,
  LegalHoldReason,
  indicatorNames,
  Milestone,
  OfficeAnswer,
  OverrideReason,
  PauseReason,
  PermitGroup,
  Person,
  PlanGoal,
  ProblemArea,
  ReferralPurpose,
  ReferralStatus,
  RefusalCode,
  Role,
  UrgentRisk,
  VerdictOutcome,
  WithdrawReason,
  WorklistName,
  eventTypes,
  noticeNames,
} from '../../schemas';
import type { ActionField } from '../../schemas';

/** Escalations are also addressed to people who have no role on the case itself. */
const ADDRESSEES = ['deputy', 'management'] as const;

/** Nobody gives this result: closing a case ends the referrals that still run. */
const ENDED_WITH_CASE = 'case_closed';

const commandKinds = AnyCommandBody.options.map((command) => command.shape.kind.value);
const results = AnyCommandBody.options.flatMap((command) =>
  'result' in command.shape && 'referralId' in command.shape ? command.shape.result.options : [],
);

/** What forms ask for, with the parts of objects: facts have a list of words of their own. */
const inputsOf = (fields: readonly ActionField[] = []): readonly string[] =>
  fields.flatMap(({ name, fields: parts = [] }) =>
    name === 'facts'
      ? [name, ...parts.flatMap((part) => inputsOf(part.fields))]
      : [name, ...inputsOf(parts)],
  );
const commandInputs = [...new Set([...fieldsOfKind.values()].flatMap(inputsOf))];

const partOf = (name: keyof typeof Facts.shape, part: string): readonly string[] =>
  fieldsOfKind
    .get('registerCase')
    ?.find((field) => field.name === 'facts')
    ?.fields?.find((field) => field.name === name)
    ?.fields?.find((field) => field.name === part)?.codes ?? [];

/** Lines of a mail, and the words of the pages behind a signed link. */
const MAIL = [
  'subject', 'subject_digest', 'greeting', 'case', 'on', 'from', 'due', 'deadline', 'level', 'read',
  'answer', 'footer',
]; // prettier-ignore
const ANSWER = [
  'title', 'valid', 'limited_view', 'sign_in', 'done_title', 'done', 'next', 'open_title', 'open_why', 'open', ...linkFaults.flatMap((fault) => [`${fault}_title`, fault]),
]; // prettier-ignore

/** What people may meet, group by group: every code of the schemas stands in exactly one. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  refusal: RefusalCode.options.flatMap((code) => [`${code}.title`, `${code}.detail`]),
  caseStatus: CaseStatus.options,
  referralStatus: ReferralStatus.options,
  declineReason: DeclineReason.options,
  closureOutcome: ClosureOutcome.options,
  verdict: ['advice'],
  verdictOutcome: VerdictOutcome.options,
  overrideReason: OverrideReason.options,
  withdrawReason: WithdrawReason.options,
  abortReason: AbortReason.options,
  purpose: ReferralPurpose.options,
  milestone: Milestone.options,
  assessmentResult: AssessmentResult.options,
  goal: PlanGoal.shape.goal.options,
  goalState: GoalState.options,
  referralResult: [...results, ENDED_WITH_CASE],
  consentStatus: Consent.shape.status.options,
  deadline: DeadlineKind.options,
  forecastKind: ForecastKind.options,
  level: LadderLevel.options,
  role: [...Role.options, ...ADDRESSEES],
  institutionKind: InstitutionKind.options,
  officeAnswer: OfficeAnswer.options,
  language: Language.options,
  command: commandKinds,
  input: commandInputs,
  // How to write what is written in one way only.
  hint: [
    'birthDate',
    'vn',
    'mail',
    'ech0006',
    'bfsNr',
    'percent',
    'availabilityPercent',
    'withCase',
    'declineReferral.until',
  ],
  aim: Facts.shape.goal.unwrap().options,
  integrationPotential: Facts.shape.integrationPotential.unwrap().options,
  ivStatus: Facts.shape.ivStatus.unwrap().options,
  acuteState: Facts.shape.acuteState.unwrap().options,
  sex: Person.shape.sex.unwrap().options,
  permitCategory: partOf('permit', 'category'),
  registrationState: partOf('registrations', 'state'),
  problemGrade: partOf('problemAreas', 'grade'),
  capacityIssuer: partOf('workCapacity', 'issuer'),
  livelihoodSource: partOf('livelihood', 'source'),
  employability: partOf('employability', 'result'),
  givenBy: partOf('consent', 'givenBy'),
  consentChannel: partOf('consent', 'channel'),
  event: eventTypes,
  worklist: WorklistName.options,
  indicator: indicatorNames,
  indicatorIs: indicatorNames,
  permitGroup: PermitGroup.options,
  field: Object.keys(Facts.shape),
  fieldGroup: FieldGroup.options,
  problemArea: ProblemArea.options,
  notice: noticeNames,
  mail: MAIL,
  answer: ANSWER,
  deliveryState: DeliveryState.options,
  deliveryError: DeliveryError.options,
  pauseReason: PauseReason.options,
  deadlineChangeReason: DeadlineChangeReason.options,
  legalHoldReason: LegalHoldReason.options,
  erasureAnswer: ErasureAnswer.options,
  urgentRisk: UrgentRisk.options,
  contactChannel: ContactChannel.options,
  ledgerParty: LedgerParty.options,
  caseLink: CaseLink.options,
  duplicateReason: DuplicateHints.shape.items.element.shape.reason.options,
  // What the law allows without consent, as the letter to the person names it.
  legalBasis: ['AVG35a-1bis', 'IVG68bis-2', 'AIG53-5', 'IVG68bis-3'],
  letter: [
    'withdrawalTitle',
    'withdrawalNoReason',
    'withdrawalStops',
    'withdrawalStopsNothing',
    'withdrawalContinues',
    'withdrawalContinuesNothing',
    'withdrawalNoDisadvantage',
    'withdrawalAgain',
    'moveTitle',
    'moveOffice',
    'moveNothingSent',
    'moveHandedOver',
    'moveYourChoice',
  ],
};
const expected = Object.entries(GROUPS).flatMap(([group, names]) =>
  names.map((name) => `${group}.${name}`),
);

type Texts = Readonly<Record<string, string>>;
const textsOf = (language: Language): Texts =>
  parse(readFileSync(join(__dirname, '../../policies/texts', `${language}.yaml`), 'utf8')) as Texts;

const placeholdersOf = (text = ''): string =>
  [...text.matchAll(/\{(\w+)\}/g)]
    .map((match) => match[1])
    .sort()
    .join(' ');

describe('an office that works in one of the four languages', () => {
  it('meets no empty list of words', () => {
    const empty = Object.entries(GROUPS).filter(([, names]) => names.length === 0);
    expect(empty.map(([group]) => group)).toEqual([]);
  });

  it.each(Language.options)('reads in %s every code, status, command and event', (language) => {
    const texts = textsOf(language);
    expect(expected.filter((key) => !Object.hasOwn(texts, key))).toEqual([]);
  });

  it.each(Language.options)('finds in %s no text that nothing can show', (language) => {
    const known = new Set(expected);
    const idle = Object.keys(textsOf(language)).filter(
      (key) => !key.startsWith('page.') && !known.has(key),
    );
    expect(idle).toEqual([]);
  });

  it.each(Language.options)('finds in %s the same blanks to fill as in German', (language) => {
    const own = textsOf(language);
    const differing = Object.entries(textsOf('de')).filter(
      ([key, text]) => placeholdersOf(own[key]) !== placeholdersOf(text),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it('reads Swiss spelling in German', () => {
    const foreign = Object.entries(textsOf('de')).filter(([, text]) => /[ß„“]/.test(text));
    expect(foreign.map(([key]) => key)).toEqual([]);
  });
});
