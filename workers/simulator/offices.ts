/** How the invented partner offices behave. Numbers are demo days after the news came in. */
import type { DeclineReason, InstitutionId } from '../../schemas/index';

/** What an office does with a referral; `after…` missing: it never does it by itself. */
export interface Behaviour {
  readonly acknowledgesAfter?: number;
  /** Asks back before it answers. */
  readonly asksAfter?: number;
  readonly acceptsAfter?: number;
  readonly declines?: {
    readonly after: number;
    readonly reason: Exclude<DeclineReason, 'no_capacity_now'>;
    readonly nextOwner: InstitutionId;
  };
  /** Which step of the ladder makes it answer at last. */
  readonly wakesAt: 'L0' | 'L1' | 'L2' | 'L3';
  readonly startsAfter: number;
  readonly reportsAfter: number;
  readonly completesAfter: number;
}

const prompt: Behaviour = {
  acknowledgesAfter: 1,
  acceptsAfter: 3,
  wakesAt: 'L0',
  startsAfter: 6,
  reportsAfter: 2,
  completesAfter: 50,
};
const careful: Behaviour = { ...prompt, asksAfter: 3, acceptsAfter: 9 };
/** Answers, but after the deadline: a soft notice and a reminder go out first. */
const slow: Behaviour = { ...prompt, acknowledgesAfter: 3, acceptsAfter: 18, wakesAt: 'L2' };
/** Hears nothing until its management is told. */
const silent: Behaviour = { wakesAt: 'L3', startsAfter: 8, reportsAfter: 20, completesAfter: 60 };

export const offices: Readonly<Record<InstitutionId, Behaviour>> = {
  'sg-rav': prompt,
  'sg-sh': prompt,
  'sg-if': careful,
  'sg-iv': slow,
  'sg-bslb': {
    acknowledgesAfter: 1,
    declines: { after: 4, reason: 'language_too_low', nextOwner: 'sg-if' },
    wakesAt: 'L1',
    startsAfter: 6,
    reportsAfter: 3,
    completesAfter: 50,
  },
  'zh-rav': prompt,
  'zh-sh': careful,
  'zh-sh-winterthur': prompt,
  'zh-if': prompt,
  'zh-iv': silent,
  'zh-bslb': {
    acknowledgesAfter: 2,
    declines: { after: 5, reason: 'not_competent', nextOwner: 'zh-rav' },
    wakesAt: 'L1',
    startsAfter: 6,
    reportsAfter: 3,
    completesAfter: 50,
  },
};

/** Offices whose contact registers new cases, in turn; the first one meets the silent office. */
export const registeringOffices = ['zh-rav', 'sg-rav', 'zh-sh', 'sg-sh', 'zh-if', 'sg-if'] as const;

/** A new case every so many demo days, as long as no more than so many are open. */
export const registersEveryDays = 3;
export const mostOpenCases = 30;

/** Cases are registered by contacts, so that those of a visitor (an officer) are left alone. */
export const userOf = (institutionId: InstitutionId): string => `${institutionId}-contact`;
export const coordinatorOf = (canton: string): string => `${canton}-coo`;
