/**
 * Which facts of a person can turn out otherwise, and how (domain.md 4.1). Where somebody lives, the
 * permit, the age and the person are no levers: nobody is advised to change them. What would make
 * a situation worse is a lever only while it is unknown: it may turn out so, it is no advice.
 */
import type { JudgedFacts, PolicyDocument } from '../../schemas/index';
import { factAt } from './known-facts';
import type { Expressions } from './judge';

/** One fact that turns out otherwise: a dotted path, or a list with the entry that it gains. */
export interface Change {
  readonly fact: string;
  readonly value: unknown;
}

/**
 * One change that is possible. Two levers with the same `slot` exclude each other; where both have a
 * `step`, the lower one asks for less.
 */
export interface Lever extends Change {
  readonly slot: string;
  readonly step?: number;
}

interface Answer {
  readonly fact: string;
  readonly values: readonly unknown[];
  /** From which values it may change; undefined stands for unknown. Absent: from any. */
  readonly from?: readonly unknown[];
  /** The values go upwards: no lower one is proposed, and the lowest that is enough. */
  readonly rising?: true;
}

const levels = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const;
const unknown = [undefined] as const;
const yes = [true] as const;
const yesOrNo = [true, false] as const;

const answers: readonly Answer[] = [
  { fact: 'goal', values: ['sustainable_integration_primary_market', 'keep_job', 'stabilisation'] },
  { fact: 'integrationPotential', values: ['real', 'uncertain'] },
  { fact: 'consent.status', values: ['given'] },
  { fact: 'preclarification.done', values: yes },
  { fact: 'powerOfAttorney.signed', values: yes },
  { fact: 'commune.participates', values: yes },
  { fact: 'commune.mandatedRAV', values: yes },
  { fact: 'willingToCooperate', values: yes },
  { fact: 'childcareSolved', values: yes },
  { fact: 'acuteState', values: ['none'] },
  { fact: 'employability.result', values: ['employable'] },
  { fact: 'workCapacity.percent', values: [0, 50, 100], rising: true },
  { fact: 'availabilityPercent', values: [0, 50, 100], rising: true },
  { fact: 'language.oral', values: levels, rising: true },
  { fact: 'language.written', values: levels, rising: true },
  // A running pension is no obstacle that anybody is advised to remove.
  {
    fact: 'ivStatus',
    values: ['early_detection', 'registered', 'measure'],
    from: [undefined, 'none', 'early_detection', 'registered', 'measure'],
  },
  { fact: 'complexSituation', values: yesOrNo, from: unknown },
  { fact: 'competenceUnclear', values: yesOrNo, from: unknown },
  { fact: 'clientOverwhelmed', values: yesOrNo, from: unknown },
  { fact: 'unemployed', values: yesOrNo, from: unknown },
  { fact: 'drawsBenefits', values: yesOrNo, from: unknown },
  {
    fact: 'livelihood.source',
    values: ['social_aid', 'daily_allowance', 'pension', 'wage', 'family', 'none'],
    from: unknown,
  },
];

const areas = [
  'health',
  'addiction',
  'debt',
  'housing',
  'family_care',
  'language',
  'qualification',
  'labour_market',
  'legal',
  'violence',
] as const satisfies readonly NonNullable<JudgedFacts['problemAreas']>[number]['area'][];

/** The expressions that decide the verdict; triage and routes only suggest. */
const decidingExpressions = ({ criteria, exceptions }: PolicyDocument): string[] =>
  [
    ...criteria.all,
    ...criteria.any,
    ...(criteria.score?.of ?? []),
    ...criteria.ownership,
    ...exceptions,
  ].map(({ when }) => when);

const mayBecome = ({ values, from, rising }: Answer, current: unknown, value: unknown): boolean => {
  if (value === current || (from !== undefined && !from.includes(current))) return false;
  if (rising === undefined || current === undefined) return true;
  return typeof current === 'number'
    ? Number(value) > current
    : values.indexOf(value) > values.indexOf(current);
};

const answerLevers = (answer: Answer, facts: JudgedFacts): Lever[] => {
  const { fact, values, rising } = answer;
  const current = factAt(facts, fact);
  return values
    .filter((value) => mayBecome(answer, current, value))
    .map((value) => ({
      fact,
      value,
      slot: fact,
      ...(rising ? { step: values.indexOf(value) } : {}),
    }));
};

type Mentions = (field: string) => boolean;

/** A partner of the policy that is not active yet may join; one may also begin to place the person. */
const registrationLevers = (
  { partners }: PolicyDocument,
  facts: JudgedFacts,
  mentions: Mentions,
): Lever[] =>
  [...new Set(partners)].flatMap((institution): Lever[] => {
    const active = (facts.registrations ?? []).filter(
      (one) => one.institution === institution && one.state === 'active',
    );
    const [fact, slot] = ['registrations', `registrations.${institution}`];
    const value = { institution, state: 'active' };
    const places = active.some(({ forPlacement }) => forPlacement === true);
    return [
      ...(active.length === 0 ? [{ fact, slot, value, step: 0 }] : []),
      ...(mentions('forPlacement') && !places
        ? [{ fact, slot, value: { ...value, forPlacement: true }, step: 1 }]
        : []),
    ];
  });

/** Problems nobody looked into may turn out, and one whose grade is open may turn out heavy. */
const problemLevers = (facts: JudgedFacts, mentions: Mentions): Lever[] => {
  const known = facts.problemAreas;
  const ofArea = (area: (typeof areas)[number]) => (known ?? []).filter((one) => one.area === area);
  return areas.flatMap((area): Lever[] => {
    const [fact, slot] = ['problemAreas', `problemAreas.${area}`];
    const grades = ofArea(area).map(({ grade }) => grade);
    const open = grades.includes(undefined) || grades.includes('unclear');
    const mayBeHeavy = known === undefined || (open && !grades.includes('heavy'));
    return [
      ...(known === undefined ? [{ fact, slot, value: { area }, step: 0 }] : []),
      ...(mayBeHeavy && mentions('grade')
        ? [{ fact, slot, value: { area, grade: 'heavy' }, step: 1 }]
        : []),
    ];
  });
};

const byFact = (one: Lever, other: Lever): number => {
  if (one.fact === other.fact) return 0;
  return one.fact < other.fact ? -1 : 1;
};

/**
 * Every change that could matter under this policy: its fact is one that a criterion or an exception
 * looks at. Ordered by fact; within a slot the change that asks for less comes first.
 */
export const leversOf = (
  document: PolicyDocument,
  facts: JudgedFacts,
  expressions: Expressions,
): readonly Lever[] => {
  const deciding = decidingExpressions(document);
  const referenced = new Set(deciding.flatMap((when) => expressions.references(when)));
  // A list is referenced as a whole; only the text of the rule says which part of an entry counts.
  const mentions: Mentions = (field) => deciding.some((when) => when.includes(field));
  return [
    ...answers.flatMap((answer) => answerLevers(answer, facts)),
    ...registrationLevers(document, facts, mentions),
    ...problemLevers(facts, mentions),
  ]
    .filter(({ fact }) => referenced.has(fact))
    .sort(byFact);
};
