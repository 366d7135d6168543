/** The status page: sign in as a demo account, look at cases while they move. */
import type { CaseView, Language } from '../../schemas/index';
import { Api, about } from './api';
import type { About, Account } from './api';
import { caseDetail } from './case-detail';
import { caseList } from './case-list';
import { runClock } from './clock';
import { byId, el, fillTexts, replace } from './dom';
import { follow } from './stream';
import {
  currentLanguage, learnInstitutions, speak, text, wantedLanguage, word,
} from './words'; // prettier-ignore

const storageKey = 'relais-demo-account';
const settleMs = 300;

const content = byId('content');
const say = (words: string): void => replace(byId('news'), words);
const explain = (error: unknown): void =>
  say(error instanceof Error ? error.message : text('page.failed'));

/** What is on the screen besides the frame, drawn again when the language changes. */
let redraw = (): void => undefined;

const show = (...parts: HTMLElement[]): void => {
  replace(content, ...parts);
  document.title = `${parts[0]?.textContent ?? ''} – ${text('page.title')}`;
};

const showAccounts = (info: About, onChoice: (account: Account) => void): void => {
  if (info.demoAccounts.length === 0) {
    show(el('h1', {}, 'Relais'), el('p', {}, text('page.noDemoAccounts')));
    return;
  }
  const items = info.demoAccounts.map((account) => {
    const { name, role, institutionId, username } = account;
    const label = `${name}, ${word('role', role)}, ${institutionId}`;
    const button = el('button', { type: 'button', id: `as-${username}` }, label);
    button.addEventListener('click', () => onChoice(account));
    return el('li', {}, button);
  });
  show(
    el('h1', {}, text('page.chooseAccount')),
    el('p', {}, text('page.noPassword')),
    el('ul', { class: 'accounts' }, ...items),
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
      .then(() => say(text('page.done')), explain)
      .finally(now);
  };
  const render = async (): Promise<void> => {
    const mine = ++latest;
    const id = caseIdInAddress();
    const parts = await (id === undefined ? caseList(api) : caseDetail(api, id, act));
    if (mine === latest) show(...parts);
  };
  const now = (): void => void render().catch(explain);
  const soon = (caseId: string): void => {
    const shown = caseIdInAddress();
    if (shown !== undefined && shown !== caseId) return;
    planned ??= setTimeout(() => {
      planned = undefined;
      now();
    }, settleMs);
  };
  return { show: now, soon };
};

const askForAccount = (info: About): void => {
  redraw = () => showAccounts(info, (account) => void enter(info, account).catch(explain));
  redraw();
};

const leave = (info: About): void => {
  sessionStorage.removeItem(storageKey);
  replace(byId('who'));
  history.replaceState(null, '', '#/');
  askForAccount(info);
  content.focus();
};

/** The name of the account and the way out of it. */
const showAccount = ({ name, institutionId }: Account, onLeave: () => void): void => {
  const out = el('button', { type: 'button', id: 'sign-out' }, text('page.changeAccount'));
  out.addEventListener('click', onLeave);
  replace(byId('who'), `${text('page.signedInAs', { user: `${name}, ${institutionId}` })} `, out);
};

const enter = async (info: About, account: Account): Promise<void> => {
  const api = new Api(info.issuer, account);
  const [clock, institutions] = await Promise.all([api.clock(), api.institutions()]);
  learnInstitutions(institutions);
  sessionStorage.setItem(storageKey, account.username);
  const left = new AbortController();
  const view = makeView(api);
  const drawClock = runClock(clock, left.signal);
  redraw = () => {
    drawClock();
    showAccount(account, () => {
      left.abort();
      leave(info);
    });
    view.show();
  };
  const onAddress = (): void => {
    view.show();
    content.focus();
  };
  addEventListener('hashchange', onAddress, { signal: left.signal });
  redraw();
  content.focus();
  void follow(api, left.signal, ({ caseId, type }) => {
    say(`${text('page.case')} ${caseId.slice(0, 8)}: ${word('event', type)}`);
    view.soon(caseId);
  });
};

const changeLanguage = async (wanted: Language): Promise<void> => {
  await speak(wanted);
  document.documentElement.lang = currentLanguage();
  fillTexts();
  say('');
  redraw();
};

const start = async (): Promise<void> => {
  const select = byId('language') as HTMLSelectElement;
  const wanted = wantedLanguage();
  select.value = wanted;
  select.addEventListener('change', () => {
    changeLanguage(select.value as Language).catch(explain);
  });
  const [info] = await Promise.all([about(), changeLanguage(wanted)]);
  byId('demo-notice').hidden = info.profile !== 'demo';
  const stored = sessionStorage.getItem(storageKey);
  const account = info.demoAccounts.find(({ username }) => username === stored);
  if (account === undefined) askForAccount(info);
  else await enter(info, account);
};

start().catch(explain);
