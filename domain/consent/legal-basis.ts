/**
 * Which law lets which flow pass (domain.md 5.2). Law comes before consent; what no rule names needs
 * the person's consent; the migration office is never told on a CII consent.
 */
import type { InstitutionKind } from '../../schemas/index';
import type { Circumstances } from '../case/state';

export interface LegalBasis {
  /** Article, as it is shown and sent: `AVG35a-1bis`, or `consent`. */
  readonly code: string;
  readonly needsConsent: boolean;
  /** The person must be told afterwards what was exchanged (AVG 35a par. 1bis). */
  readonly informPerson: boolean;
}

export interface Flow {
  readonly from: InstitutionKind;
  readonly to: InstitutionKind;
  readonly circumstances: Circumstances;
  readonly reciprocity: boolean;
}

interface Rule extends LegalBasis {
  readonly from: readonly InstitutionKind[];
  readonly to: readonly InstitutionKind[];
  readonly when: (flow: Flow) => boolean;
}

const unemploymentInsurance = ['rav', 'alk'] as const;
const always = (): boolean => true;

const rules: readonly Rule[] = [
  {
    code: 'AVG35a-1bis',
    from: unemploymentInsurance,
    to: ['iv'],
    when: always,
    needsConsent: false,
    informPerson: true,
  },
  {
    code: 'IVG68bis-2',
    from: ['iv'],
    to: unemploymentInsurance,
    when: always,
    needsConsent: false,
    informPerson: true,
  },
  {
    code: 'AIG53-5',
    from: ['sh', 'if'],
    to: ['rav'],
    when: ({ circumstances }) =>
      circumstances.protectedPermit === true && circumstances.employable === true,
    needsConsent: false,
    informPerson: false,
  },
  {
    code: 'AVG35a-1',
    from: unemploymentInsurance,
    to: ['sh', 'bslb', 'if', 'bba', 'suva'],
    when: ({ circumstances, reciprocity }) =>
      circumstances.personDrawsBenefits === true && reciprocity,
    needsConsent: true,
    informPerson: false,
  },
  {
    code: 'IVG68bis-3',
    from: ['iv'],
    to: ['sh', 'if'],
    when: ({ reciprocity }) => reciprocity,
    needsConsent: false,
    informPerson: false,
  },
];

const consent: LegalBasis = { code: 'consent', needsConsent: true, informPerson: false };

/** The basis of a flow, or undefined where none can exist. */
export const findLegalBasis = (flow: Flow): LegalBasis | undefined => {
  if (flow.to === 'mig') return undefined;
  const rule = rules.find(
    (one) => one.from.includes(flow.from) && one.to.includes(flow.to) && one.when(flow),
  );
  if (rule !== undefined) return rule;
  // The unemployment insurance may not fall back on consent alone: its own article asks for more.
  return unemploymentInsurance.some((kind) => kind === flow.from) && flow.to !== 'rav'
    ? undefined
    : consent;
};
