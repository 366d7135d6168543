import type { AllowedAction, CaseView, ReferralView } from '../../schemas/index';
import type { Api } from './api';
import { el, table } from './dom';
import type { Child } from './dom';
import { timelineItems } from './timeline';
import { day, institution, text, when, word } from './words';

/** Commands that need nothing but a click; the others are listed, and given through the API. */
const plain: ReadonlySet<string> = new Set([
  'acknowledgeRegistration', 'confirmVerdict', 'informPerson', 'holdMeeting', 'acknowledgeReferral',
  'answerInformation', 'acceptReferral', 'startReferral', 'requestReport', 'reportProgress',
]); // prettier-ignore

const pair = (key: string, value: string): HTMLElement[] => [
  el('dt', {}, text(`page.${key}`)),
  el('dd', {}, value),
];

const nextDue = ({ nextDue: next }: CaseView): string =>
  next === undefined
    ? text('page.nothingOwed')
    : `${word('deadline', next.kind)}, ${when(next.at)}: ${word('level', next.level)}; ${institution(next.owedBy)}`;

const facts = (view: CaseView): HTMLElement =>
  el(
    'dl',
    {},
    ...pair('status', word('caseStatus', view.status)),
    ...(view.outcome === undefined ? [] : pair('outcome', word('closureOutcome', view.outcome))),
    ...pair('canton', view.canton.toUpperCase()),
    ...pair('policy', `${view.policyId} ${view.policyVersion}`),
    ...pair('registeredAt', when(view.registeredAt)),
    ...pair('registeredBy', institution(view.registeredBy)),
    ...pair(
      'lead',
      view.leadInstitution === undefined
        ? text('page.nobodyYet')
        : institution(view.leadInstitution),
    ),
    ...(view.verdict === undefined
      ? []
      : pair('verdict', word('verdictOutcome', view.verdict.outcome))),
    ...pair('nextDue', nextDue(view)),
  );

/** Which list of words explains the code of a referral that has ended. */
const codeGroups: Readonly<Record<string, string>> = {
  declined: 'declineReason',
  withdrawn: 'withdrawReason',
  aborted: 'abortReason',
  reported: 'referralResult',
  done: 'referralResult',
};

const standing = ({ status, code }: ReferralView): string => {
  const stands = word('referralStatus', status);
  return code === undefined ? stands : `${stands}: ${word(codeGroups[status] ?? '', code)}`;
};

const part = (key: string, ...children: Child[]): HTMLElement => {
  const id = `part-${key}`;
  const title = el('h2', { id }, text(`page.${key}`));
  return el('section', { 'aria-labelledby': id }, title, ...children);
};

const titles = (...keys: string[]): string[] => keys.map((key) => text(`page.${key}`));

const referrals = (view: CaseView): HTMLElement =>
  view.referrals.length === 0
    ? part('referrals', el('p', {}, text('page.noReferrals')))
    : table(
        text('page.referrals'),
        titles('referral', 'recipient', 'purpose', 'status', 'sentAt'),
        view.referrals.map((one) => [
          one.id,
          institution(one.to),
          word('purpose', one.purpose),
          standing(one),
          one.sentAt === undefined ? '' : day(one.sentAt),
        ]),
      );

const clocks = (view: CaseView): HTMLElement =>
  view.deadlines.length === 0
    ? part('clocks', el('p', {}, text('page.noClocks')))
    : table(
        text('page.clocks'),
        titles('clock', 'owner', 'dueOn', 'state', 'level'),
        view.deadlines.map(({ kind, referralId, owedBy, dueAt, stopped, reached }) => [
          [word('deadline', kind), referralId].filter(Boolean).join(' '),
          institution(owedBy),
          day(dueAt),
          stopped === undefined
            ? text('page.runs')
            : text('page.standsStill', { days: stopped.remainingBD }),
          reached === undefined ? '' : `${reached}: ${word('level', reached)}`,
        ]),
      );

const actionItem = (
  { kind, referralId }: AllowedAction,
  act: (body: object) => void,
): HTMLElement => {
  const label = [word('command', kind), referralId].filter(Boolean).join(' ');
  if (!plain.has(kind)) return el('li', {}, `${label} (${text('page.throughApi')})`);
  const button = el('button', { type: 'button', id: `do-${kind}-${referralId ?? ''}` }, label);
  button.addEventListener('click', () => act({ kind, ...(referralId && { referralId }) }));
  return el('li', {}, button);
};

/** One case: what holds, what runs, what the account may do, what happened. */
export const caseDetail = async (
  api: Api,
  id: string,
  act: (view: CaseView, body: object) => void,
): Promise<HTMLElement[]> => {
  const [view, timeline] = await Promise.all([api.readCase(id), api.timeline(id)]);
  const actions = view.allowedActions.map((one) => actionItem(one, (body) => act(view, body)));
  return [
    el('h1', {}, `${text('page.case')} ${id.slice(0, 8)}`),
    facts(view),
    part(
      'allowedNow',
      actions.length === 0
        ? el('p', {}, text('page.nothingAllowed'))
        : el('ul', { class: 'actions' }, ...actions),
    ),
    referrals(view),
    clocks(view),
    part(
      'timeline',
      el('ol', { reversed: '', class: 'timeline' }, ...timelineItems(timeline).reverse()),
    ),
  ];
};
