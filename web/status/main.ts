/** The status page: sign in as a demo account, look at cases while they move. */
import type { CaseView } from '../../schemas/index';
import { Api, about } from './api';
import type { About, Account, ClockAnswer } from './api';
import { caseDetail } from './case-detail';
import { caseList } from './case-list';
import { byId, el, replace } from './dom';
import { follow } from './stream';
import { loadWords, when, word } from './words';

const storageKey = 'relais-demo-account';
const settleMs = 300;

const content = byId('content');
const say = (text: string): void => replace(byId('news'), text);
const explain = (error: unknown): void =>
  say(error instanceof Error ? error.message : 'Something went wrong.');

const signIn = (info: About, onChoice: (account: Account) => void): void => {
  if (info.demoAccounts.length === 0) {
    replace(
      content,
      el('h1', {}, 'Relais runs'),
      el('p', {}, 'This installation has no demo accounts; the status page is for the demo only.'),
    );
    return;
  }
  replace(
    content,
    el('h1', {}, 'Choose a demo account'),
    el('p', {}, 'These people are invented, and so are their cases. There is no password.'),
    el(
      'ul',
      {},
      ...info.demoAccounts.map((account) => {
        const label = `${account.name}, ${word('role', account.role)} at ${account.institutionId}`;
        const button = el('button', { type: 'button' }, label);
        button.addEventListener('click', () => onChoice(account));
        return el('li', {}, button);
      }),
    ),
  );
};

const caseIdInAddress = (): string | undefined =>
  /^#\/cases\/([0-9a-f-]{36})$/.exec(location.hash)?.[1];

/** Shows what the address names; again when something changed, at most a few times a second. */
const makeView = (api: Api): { show(): void; soon(caseId: string): void } => {
  let latest = 0;
  let planned: ReturnType<typeof setTimeout> | undefined;
  const act = (view: CaseView, body: object): void => {
    api
      .command(view, body)
      .then(() => say('Done.'), explain)
      .finally(show);
  };
  const render = async (): Promise<void> => {
    const mine = ++latest;
    const id = caseIdInAddress();
    const parts = await (id === undefined ? caseList(api) : caseDetail(api, id, act));
    if (mine === latest) replace(content, ...parts);
  };
  const show = (): void => void render().catch(explain);
  const soon = (caseId: string): void => {
    const shown = caseIdInAddress();
    if (shown !== undefined && shown !== caseId) return;
    planned ??= setTimeout(() => {
      planned = undefined;
      show();
    }, settleMs);
  };
  return { show, soon };
};

const runClock = ({ now, rate, note }: ClockAnswer): (() => void) => {
  const startMs = performance.now();
  replace(byId('clock-note'), note);
  const timer = setInterval(() => {
    const ms = Date.parse(now) + (performance.now() - startMs) * rate;
    replace(byId('clock'), when(new Date(ms).toISOString()));
  }, 1_000);
  return () => clearInterval(timer);
};

const enter = async (info: About, account: Account): Promise<void> => {
  sessionStorage.setItem(storageKey, account.username);
  const api = new Api(info.issuer, account);
  const out = el('button', { type: 'button', id: 'sign-out' }, 'Change account');
  replace(byId('who'), `${account.name}, ${account.institutionId} `, out);
  const left = new AbortController();
  const view = makeView(api);
  const stopClock = runClock(await api.clock());
  const onAddress = (): void => {
    view.show();
    content.focus();
  };
  addEventListener('hashchange', onAddress, { signal: left.signal });
  out.addEventListener('click', () => {
    left.abort();
    stopClock();
    sessionStorage.removeItem(storageKey);
    replace(byId('who'));
    location.hash = '#/';
    signIn(info, (next) => void enter(info, next).catch(explain));
    content.focus();
  });
  view.show();
  void follow(api, left.signal, ({ caseId, type }) => {
    say(`Case ${caseId.slice(0, 8)}: ${word('event', type)}`);
    view.soon(caseId);
  });
};

const start = async (): Promise<void> => {
  const [info] = await Promise.all([about(), loadWords('en')]);
  const stored = sessionStorage.getItem(storageKey);
  const account = info.demoAccounts.find(({ username }) => username === stored);
  if (account === undefined) signIn(info, (next) => void enter(info, next).catch(explain));
  else await enter(info, account);
};

start().catch(explain);
