/** What the fields of a command are called, and which words their codes have. */
import type { ActionField, AllowedAction } from '../../schemas/index';
import { codesOf, institution, institutions, text, word } from '../app/words';
import type { Option } from './field';

/** The list of words for the codes of a field, by `command.field` or by the field alone. */
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
  channel: 'contactChannel',
  risk: 'urgentRisk',
  purpose: 'purpose',
  milestone: 'milestone',
  state: 'goalState',
};

/** Fields that name an office of the directory. */
const offices: ReadonlySet<string> = new Set([
  'by', 'to', 'from', 'payer', 'provider', 'nextOwner', 'institutionId', 'invite',
]); // prettier-ignore

const officeOptions = (): readonly Option[] =>
  institutions().map((id) => ({ value: id, label: institution(id) }));

/** `T_DEC:R1` as its words. */
const clockWords = (key: string): string => {
  const [kind = key, mark] = key.split(':');
  return [word('deadline', kind), mark].filter(Boolean).join(' ');
};

const codeWords = (path: string, name: string, code: string): string => {
  if (path === 'changeDeadline.key') return clockWords(code);
  if (path === 'moveCanton.to') return code.toUpperCase();
  return word(groups[path] ?? groups[name] ?? name, code);
};

/** What can be chosen for a field; undefined where the reader writes. */
export const optionsFor = (
  { kind }: AllowedAction,
  { name, type, codes, required }: ActionField,
): readonly Option[] | undefined => {
  const path = `${kind}.${name}`;
  if (codes !== undefined)
    return codes.map((code) => ({ value: code, label: codeWords(path, name, code) }));
  if (offices.has(name)) return officeOptions();
  if (name === 'fields')
    return codesOf('field').map((code) => ({ value: code, label: word('field', code) }));
  if (type !== 'boolean' || !required) return undefined;
  return [
    { value: 'true', label: text('page.yes') },
    { value: 'false', label: text('page.no') },
  ];
};

export const labelOf = ({ kind, referralId }: AllowedAction): string =>
  [word('command', kind), referralId].filter(Boolean).join(' ');
