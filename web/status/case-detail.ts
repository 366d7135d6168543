import type { AllowedAction, CaseView, TimelineEntry } from '../../schemas/index';
import type { Api } from './api';
import { el, table } from './dom';
import type { Child } from './dom';
import { when, word } from './words';

/** Commands that need nothing but a click; the others are listed, and given through the API. */
const plain: ReadonlySet<string> = new Set([
  'acknowledgeRegistration', 'confirmVerdict', 'informPerson', 'holdMeeting', 'acknowledgeReferral',
  'answerInformation', 'acceptReferral', 'startReferral', 'requestReport', 'reportProgress',
]); // prettier-ignore

const pair = (term: string, value: Child): HTMLElement[] => [
  el('dt', {}, term),
  el('dd', {}, value),
];

const facts = (view: CaseView): HTMLElement =>
  el(
    'dl',
    {},
    ...pair('Status', word('caseStatus', view.status)),
    ...pair(
      'Canton and policy',
      `${view.canton.toUpperCase()}, ${view.policyId} ${view.policyVersion}`,
    ),
    ...pair('Registered', `${when(view.registeredAt)} by ${view.registeredBy}`),
    ...pair('Lead', view.leadInstitution ?? 'nobody yet'),
    ...(view.verdict === undefined
      ? []
      : pair('Suggested', word('verdictOutcome', view.verdict.outcome))),
    ...pair(
      'Next by itself',
      view.nextDue === undefined
        ? 'nothing'
        : `${word('deadline', view.nextDue.kind)}: ${word('level', view.nextDue.level)}, ${when(view.nextDue.at)}; owed by ${view.nextDue.owedBy}`,
    ),
  );

const referrals = (view: CaseView): HTMLElement =>
  view.referrals.length === 0
    ? el('p', {}, 'No referral yet.')
    : table(
        'Referrals',
        ['Referral', 'To', 'Purpose', 'Status', 'Sent'],
        view.referrals.map(({ id, to, purpose, status, sentAt }) => [
          id,
          to,
          word('purpose', purpose),
          word('referralStatus', status),
          when(sentAt),
        ]),
      );

const clocks = (view: CaseView): HTMLElement =>
  view.deadlines.length === 0
    ? el('p', {}, 'No clock runs.')
    : table(
        'Clocks',
        ['Clock', 'Owed by', 'Due', 'State'],
        view.deadlines.map(({ kind, referralId, owedBy, dueAt, stopped }) => [
          [word('deadline', kind), referralId].filter(Boolean).join(' '),
          owedBy,
          when(dueAt),
          stopped === undefined
            ? 'runs'
            : `stands still, ${stopped.remainingBD} business days left`,
        ]),
      );

const actionItem = (
  view: CaseView,
  { kind, referralId }: AllowedAction,
  act: (body: object) => void,
): HTMLElement => {
  const label = [word('command', kind), referralId].filter(Boolean).join(' ');
  if (!plain.has(kind)) return el('li', {}, `${label} (through the API)`);
  const button = el('button', { type: 'button', id: `do-${kind}-${referralId ?? ''}` }, label);
  button.addEventListener('click', () => act({ kind, ...(referralId && { referralId }) }));
  return el('li', {}, button);
};

const entry = ({ at, type, by, data }: TimelineEntry): HTMLElement => {
  const level = typeof data['level'] === 'string' ? ` ${word('level', data['level'])}.` : '';
  const who = by.institutionId ?? word('role', by.role);
  return el('li', {}, `${when(at)}: ${word('event', type)}${level} (${who})`);
};

/** One case: what holds, what runs, what the account may do, what happened. */
export const caseDetail = async (
  api: Api,
  id: string,
  act: (view: CaseView, body: object) => void,
): Promise<HTMLElement[]> => {
  const [view, timeline] = await Promise.all([api.readCase(id), api.timeline(id)]);
  const actions = view.allowedActions.map((one) =>
    actionItem(view, one, (body) => act(view, body)),
  );
  const part = (title: string, ...children: Child[]): HTMLElement => {
    const name = `part-${title.toLowerCase().replaceAll(' ', '-')}`;
    return el('section', { 'aria-labelledby': name }, el('h2', { id: name }, title), ...children);
  };
  return [
    el('h1', {}, `Case ${id.slice(0, 8)}`),
    facts(view),
    part(
      'What you may do now',
      actions.length === 0 ? el('p', {}, 'Nothing at the moment.') : el('ul', {}, ...actions),
    ),
    part('Referrals and clocks', referrals(view), clocks(view)),
    part('What happened', el('ol', {}, ...timeline.map(entry).reverse())),
  ];
};
