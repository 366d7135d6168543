/** The text of a small policy, as a canton would send it, and what the canton is told of it. */
import { stringify } from 'yaml';
import { checkPolicyText } from '../../infra/policies';
import type { CheckedPolicies } from '../../infra/policies';
import { formatProblem } from '../../infra/yaml-source';
import type { PolicyDocument } from '../../schemas/index';

const text = { de: 'Satz.', fr: 'Phrase.', it: 'Frase.', en: 'Sentence.' };

/** A rule with a text and a source; `more` adds what its list asks for. */
export const rule = (id: string, when: string, more: object = {}) => ({
  id,
  when,
  text,
  source: 'Test',
  ...more,
});

interface Parts {
  readonly running?: object;
  readonly criteria?: object;
  readonly [part: string]: unknown;
}

/** Everything in full, as people write it: no part stands for another. */
const written = (document: object): string => stringify(document, { aliasDuplicateObjects: false });

/** A valid policy of Glarus as YAML; `parts` replace its own ones. */
export const policyText = ({ running = {}, criteria = {}, ...parts }: Parts = {}): string =>
  written({
    running: {
      id: 'GL-test',
      version: '1',
      model: 'coordination_centre',
      officeHours: { opens: '08:00', closes: '17:00' },
      terms: {
        ...{ T_ACK: { BD: 2 }, T_CRIT: { BD: 5 }, T_INFO: { BD: 10 }, T_DEC: { BD: 10 } },
        ...{ T_RT: { BD: 20 }, T_PLAN: { BD: 5 }, T_COST: { BD: 10 }, T_START: { CD: 30 } },
        ...{ T_FU: { months: 3 }, T_CLOSE: { BD: 10 }, T_INFORM: { BD: 5 }, T_REPORT: { BD: 10 } },
        ...{ T_REVIEW: { months: 3 }, T_NEXT: { BD: 5 }, T_ORPHAN: { CD: 30 } },
      },
      ladders: { T_DEC: { L0: -2, L1: 0, L2: 5 } },
      minimumAfterStop: 3,
      repeatedSilence: { withinMonths: 6, startsAt: 'L2' },
      meeting: { mandatory: false, noticeBD: 10, withPerson: true },
      followUpMonths: [3],
      reopenMonths: 12,
      ...running,
    },
    adoptedBy: [{ canton: 'gl', coordination: 'gl-coo' }],
    parameters: { oral_level_min: 'A2', minimum_age: 16 },
    title: text,
    validFrom: '2026-01-01',
    knownSince: '2026-01-01',
    source: 'Test',
    partners: ['rav', 'sh'],
    criteria: { all: [rule('jobless', 'unemployed')], otherwise: 'ordinary', ...criteria },
    exceptions: [
      rule('too_young', 'person.age < parameters.minimum_age', { then: 'redirected', to: 'bslb' }),
    ],
    routes: [],
    ...parts,
  });

/** The check of a text, sent as `GL-test.yaml` beside the versions that are published. */
export const check = (text: string, known: readonly PolicyDocument[] = []): CheckedPolicies =>
  checkPolicyText(text, 'GL-test.yaml', known);

/** Its problems as people read them. */
export const problemsOf = (text: string, known: readonly PolicyDocument[] = []): string[] =>
  check(text, known).problems.map(formatProblem);

/** The number of the first line with a word in it. */
export const lineWith = (text: string, part: string): number =>
  text.split('\n').findIndex((line) => line.includes(part)) + 1;
