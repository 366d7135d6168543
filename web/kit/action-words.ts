/** What the fields of a command are called, and which words their codes have. */
import type { ActionField, AllowedAction } from '../../schemas/index';
import {
  codesOf,
  institution,
  institutions,
  labelled,
  otherInstitutions,
  text,
  word,
} from '../app/words';
import type { Option } from './field';

/** The list of words for the codes of a field, by the last two names of its path, or by its own. */
const groups: Readonly<Record<string, string>> = {
  'completeAssessment.result': 'assessmentResult',
  'completeReferral.result': 'referralResult',
  'pauseCase.reason': 'pauseReason',
  'changeDeadline.reason': 'deadlineChangeReason',
  'placeLegalHold.reason': 'legalHoldReason',
  'confirmVerdict.reason': 'overrideReason',
  'declineReferral.reason': 'declineReason',
  'withdrawReferral.reason': 'withdrawReason',
  'abortReferral.reason': 'abortReason',
  'answerErasure.answer': 'erasureAnswer',
  'confirmVerdict.outcome': 'verdictOutcome',
  'closeCase.outcome': 'closureOutcome',
  'registrations.institution': 'institutionKind',
  'registrations.state': 'registrationState',
  'permit.category': 'permitCategory',
  'facts.goal': 'aim',
  'problemAreas.area': 'problemArea',
  'problemAreas.grade': 'problemGrade',
  'workCapacity.issuer': 'capacityIssuer',
  'language.tongue': 'language',
  'person.language': 'language',
  'livelihood.source': 'livelihoodSource',
  'employability.result': 'employability',
  'consent.status': 'consentStatus',
  'consent.channel': 'consentChannel',
  recipients: 'institutionKind',
  fieldGroups: 'fieldGroup',
  channel: 'contactChannel',
  risk: 'urgentRisk',
  state: 'goalState',
};

/** Fields that name an office of the directory. */
const offices: ReadonlySet<string> = new Set([
  'by', 'to', 'from', 'payer', 'provider', 'nextOwner', 'institutionId', 'invite', 'responsible',
]); // prettier-ignore
const cantons: ReadonlySet<string> = new Set(['canton', 'handoverTo', 'moveCanton.to']);

/** Whoever declines names another office than the own. */
const officeOptions = (name: string): readonly Option[] =>
  (name === 'nextOwner' ? otherInstitutions() : institutions()).map((id) => ({
    value: id,
    label: institution(id),
  }));

/** Where a fact comes from is noted by the edge itself: nobody can be asked for it. */
const factOptions = (): readonly Option[] =>
  codesOf('field')
    .filter((code) => code !== 'provenance')
    .map((code) => ({ value: code, label: word('field', code) }));

/** `T_DEC:R1` as its words. */
const clockWords = (key: string): string => {
  const [kind = key, mark] = key.split(':');
  return [word('deadline', kind), mark].filter(Boolean).join(' ');
};

const lastTwo = (path: string): string => path.split('.').slice(-2).join('.');

/** The words of a code that stands in a field. */
const codeWords = (path: string, name: string, code: string): string => {
  const own = lastTwo(path);
  if (own === 'changeDeadline.key') return clockWords(code);
  if (cantons.has(name) || cantons.has(own)) return code.toUpperCase();
  return word(groups[own] ?? groups[name] ?? name, code);
};

const yesNo = (): readonly Option[] => [
  { value: 'true', label: text('page.yes') },
  { value: 'false', label: text('page.no') },
];

/** A fact that nobody knows is not one that does not hold: yes, no and nothing are three answers. */
const isFact = (path: string): boolean => /(^|\.)facts\./.test(path);

/** What can be chosen for a field; undefined where the reader writes. `path`: `updateFacts.facts.goal`. */
export const optionsFor = (
  path: string,
  { name, type, codes, required }: ActionField,
): readonly Option[] | undefined => {
  if (codes !== undefined)
    return codes.map((code) => ({ value: code, label: codeWords(path, name, code) }));
  if (offices.has(name)) return officeOptions(name);
  if (name === 'fields') return factOptions();
  return type === 'boolean' && (required || isFact(path)) ? yesNo() : undefined;
};

/** What a field is called: a fact by its own list of words. */
export const labelOfField = (path: string, { name }: Pick<ActionField, 'name'>): string =>
  lastTwo(path) === `facts.${name}` ? word('field', name) : word('input', name);

const hintUnder = (name: string): string | undefined => {
  const hint = word('hint', name);
  return hint === name ? undefined : hint;
};

/** How to write it, where that needs a word: for a field of one command, or wherever it stands. */
export const hintFor = (path: string, { name }: Pick<ActionField, 'name'>): string | undefined =>
  hintUnder(lastTwo(path)) ?? hintUnder(name);

export const labelOf = ({ kind, referralId }: AllowedAction): string =>
  [word('command', kind), referralId].filter(Boolean).join(' ');

const saidWords = (path: string, field: ActionField, said: unknown): string => {
  const { name, type, fields = [] } = field;
  if (Array.isArray(said))
    return said
      .map((one: unknown) => saidWords(path, { ...field, type: inList[type] }, one))
      .join('; ');
  if (typeof said === 'object' && said !== null)
    return fields
      .filter((one) => one.name in said)
      .map((one) =>
        tellSaid(`${path}.${one.name}`, one, (said as Record<string, unknown>)[one.name]),
      )
      .join(', ');
  if (typeof said === 'boolean') return text(said ? 'page.yes' : 'page.no');
  return codeWords(path, name, String(said));
};

const inList: Readonly<Record<ActionField['type'], ActionField['type']>> = {
  code: 'code',
  date: 'date',
  text: 'text',
  texts: 'text',
  number: 'number',
  boolean: 'boolean',
  object: 'object',
  objects: 'object',
};

/** What is said in a field, in words: `Permit: F, Valid until: 31.12.2026`. */
export const tellSaid = (path: string, field: ActionField, said: unknown): string =>
  labelled(labelOfField(path, field), saidWords(path, field, said));
