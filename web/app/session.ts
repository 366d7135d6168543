/**
 * Who is signed in. Tokens live in this module's memory and nowhere else: a reload asks the provider
 * again, without a screen as long as its session lives (docs/adr/0019-the-page.md).
 */
import { useSyncExternalStore } from 'react';
import type { Role } from '../../schemas/index';
import { Oidc } from './oidc';
import type { Tokens, Trip } from './oidc';

export interface Account {
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  readonly institutionId: string;
}

/** Why nobody is signed in; `page.session.<why>` says it to the reader. */
export type Why = 'welcome' | 'signedOut' | 'expired' | 'refused' | 'away' | 'failed';

export type Session =
  | { readonly status: 'starting' }
  | { readonly status: 'out'; readonly why: Why }
  | { readonly status: 'in'; readonly account: Account };

const tripKey = 'relais-sign-in';
const earlyMs = 60_000;
const retryMs = 5_000;
const longestTimerMs = 2_000_000_000;

let session: Session = { status: 'starting' };
let issuer = '';
let oidc: Oidc | undefined;
let tokens: Tokens | undefined;
let renewing: Promise<string> | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();
/** Tells the other tabs of this browser that the person has left; open from the start of the session. */
let tabs: BroadcastChannel | undefined;

const become = (next: Session): void => {
  session = next;
  for (const listener of listeners) listener();
};

const forget = (why: Why): void => {
  clearTimeout(timer);
  tokens = undefined;
  become({ status: 'out', why });
};

const listenToTabs = (): void => {
  tabs = new BroadcastChannel('relais-session');
  tabs.addEventListener('message', () => {
    if (session.status === 'in') forget('signedOut');
  });
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Who is signed in, drawing the component again when it changes. */
export const useSession = (): Session => useSyncExternalStore(subscribe, () => session);

/** The account that is signed in. Throws where nobody is: views are only drawn for somebody. */
export const useAccount = (): Account => {
  const now = useSession();
  if (now.status !== 'in') throw new Error('nobody is signed in');
  return now.account;
};

const claim = (value: unknown): string => (typeof value === 'string' ? value : '');

const accountOf = (claims: Record<string, unknown>): Account => ({
  userId: claim(claims['sub']),
  name: claim(claims['name']) || claim(claims['sub']),
  role: claim(claims['role']) as Role,
  institutionId: claim(claims['institution']),
});

const keep = (fresh: Tokens): string => {
  tokens = { ...fresh, id: fresh.id ?? tokens?.id, claims: fresh.claims ?? tokens?.claims };
  renewIn(fresh.untilMs - Date.now() - earlyMs);
  return fresh.access;
};

const renewIn = (ms: number): void => {
  clearTimeout(timer);
  const again = (): void => void renew().catch(() => undefined);
  timer = setTimeout(again, Math.min(Math.max(ms, 0), longestTimerMs));
};

const provider = async (): Promise<Oidc> => (oidc ??= await Oidc.discover(issuer));

/** Leaves for the provider; the page is gone when this resolves. */
const leaveFor = async (silent: boolean): Promise<void> => {
  const wanted = `${location.pathname}${location.search}`;
  const { url, trip } = await (await provider()).departure(wanted, silent);
  sessionStorage.setItem(tripKey, JSON.stringify(trip));
  if (silent) location.replace(url);
  else location.assign(url);
  await new Promise(() => undefined);
};

/** The path that the reader will see: of the address, or the one from which this page was left. */
export const wantedPath = (): string => {
  const stored = sessionStorage.getItem(tripKey);
  const path = stored === null ? location.pathname : (JSON.parse(stored) as Trip).path;
  return new URL(path, location.origin).pathname;
};

const takeTrip = (): Trip | undefined => {
  const stored = sessionStorage.getItem(tripKey);
  sessionStorage.removeItem(tripKey);
  return stored === null ? undefined : (JSON.parse(stored) as Trip);
};

/** Only a path of this page: a stored address that points elsewhere is not followed. */
const showAddress = (path: string): void => {
  const url = new URL(path, location.origin);
  const safe = url.origin === location.origin ? `${url.pathname}${url.search}` : '/';
  history.replaceState(null, '', safe);
};

/** Answers to a silent question that mean no more than: nobody is signed in there. */
const noScreenWanted = new Set(['login_required', 'interaction_required', 'consent_required']);

const arrive = async (landing: URL, trip: Trip): Promise<void> => {
  showAddress(trip.path);
  const error = landing.searchParams.get('error');
  if (error !== null) {
    forget(noScreenWanted.has(error) ? 'welcome' : 'refused');
    return;
  }
  const fresh = await (await provider()).arrive(landing, trip);
  keep(fresh);
  become({ status: 'in', account: accountOf({ ...fresh.claims }) });
};

const begin = async (): Promise<void> => {
  const landing = new URL(location.href);
  const trip = takeTrip();
  const isLanding = landing.pathname === '/' && landing.searchParams.has('state');
  if (isLanding && trip !== undefined) return arrive(landing, trip);
  if (!isLanding) return leaveFor(true);
  showAddress('/');
  forget(landing.searchParams.get('state') === 'out' ? 'signedOut' : 'welcome');
};

/** Finds out who is signed in; may leave the page and come back to it. */
export const startSession = async (wantedIssuer: string): Promise<void> => {
  issuer = wantedIssuer;
  listenToTabs();
  await begin().catch((error: unknown) => {
    forget(oidc === undefined ? 'away' : 'failed');
    console.warn(error);
  });
};

export const signIn = async (): Promise<void> => {
  await leaveFor(false).catch(() => forget('away'));
};

/** Ends the session here, in the other tabs and at the provider. */
export const signOut = (): void => {
  const target = oidc?.farewell(tokens?.id);
  tabs?.postMessage('out');
  forget('signedOut');
  showAddress('/');
  if (target !== undefined) location.assign(target);
};

const renewNow = async (): Promise<string> => {
  try {
    const refresh = tokens?.refresh;
    if (refresh === undefined) throw new Error('nothing to renew with');
    return keep(await (await provider()).renew(refresh));
  } catch (error) {
    // The line broke, which says nothing about the session: what still holds is used meanwhile.
    if (error instanceof TypeError && tokens !== undefined && Date.now() < tokens.untilMs) {
      renewIn(retryMs);
      return tokens.access;
    }
    if (session.status === 'in') forget('expired');
    throw error;
  }
};

/** Newer tokens, asked for once however many ask. */
const renew = (): Promise<string> =>
  (renewing ??= renewNow().finally(() => {
    renewing = undefined;
  }));

/** A token with at least a minute to live; `stale` is one that the API did not take any more. */
export const accessToken = async (stale?: string): Promise<string> => {
  if (tokens === undefined) throw new Error('nobody is signed in');
  const isGood = tokens.access !== stale && Date.now() < tokens.untilMs - earlyMs;
  return isGood ? tokens.access : renew();
};
