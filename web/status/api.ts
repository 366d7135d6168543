/** The page's way to the API: one signed-in account, JSON in and out, problems as errors. */
import type {
  CaseRow, CaseView, InstitutionView, ProblemDetails, TimelineEntry,
} from '../../schemas/index'; // prettier-ignore
import { currentLanguage, text } from './words';

export interface Account {
  readonly username: string;
  readonly name: string;
  readonly role: string;
  readonly institutionId: string;
}
export interface About {
  readonly profile: string;
  readonly issuer: string;
  readonly demoAccounts: readonly Account[];
}
export interface ClockAnswer {
  readonly now: string;
  readonly rate: number;
}
interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/** What the API said instead of an answer. */
export class ApiProblem extends Error {
  readonly code: string;
  constructor(problem: Pick<ProblemDetails, 'code' | 'title' | 'detail'>) {
    super(`${problem.title}. ${problem.detail}`);
    this.code = problem.code;
  }
}

export const about = async (): Promise<About> =>
  (await (await fetch('/page/about.json')).json()) as About;

const early = 60_000;

/** Everything an account may do here; the token is renewed before it ends. */
export class Api {
  private token = '';
  private untilMs = 0;

  constructor(
    private readonly issuer: string,
    readonly account: Account,
  ) {}

  /** A token with at least a minute to live. */
  async currentToken(): Promise<string> {
    if (Date.now() < this.untilMs - early) return this.token;
    const response = await fetch(`${this.issuer.replace(/\/$/, '')}/demo/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: this.account.username }),
    });
    if (!response.ok) throw new Error(text('page.signInFailed'));
    const answer = (await response.json()) as { access_token: string; expires_in: number };
    this.token = answer.access_token;
    this.untilMs = Date.now() + answer.expires_in * 1000;
    return this.token;
  }

  private async ask<T>(url: string, init: RequestInit = {}): Promise<T> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${await this.currentToken()}`);
    headers.set('accept-language', currentLanguage());
    const response = await fetch(url, { ...init, headers });
    const body: unknown = await response.json();
    if (!response.ok) throw new ApiProblem(body as ProblemDetails);
    return body as T;
  }

  cases(after?: string): Promise<Page<CaseRow>> {
    const from = after === undefined ? '' : `&after=${encodeURIComponent(after)}`;
    return this.ask(`/v1/cases?limit=50${from}`);
  }
  worklists(): Promise<{ items: readonly { name: string; count: number }[] }> {
    return this.ask('/v1/worklists');
  }
  readCase(id: string): Promise<CaseView> {
    return this.ask(`/v1/cases/${id}`);
  }
  clock(): Promise<ClockAnswer> {
    return this.ask('/v1/clock');
  }
  async institutions(): Promise<readonly InstitutionView[]> {
    return (await this.ask<Page<InstitutionView>>('/v1/institutions')).items;
  }

  /** The whole history of a case, oldest first. */
  async timeline(id: string): Promise<readonly TimelineEntry[]> {
    const all: TimelineEntry[] = [];
    let after = '';
    do {
      const page: Page<TimelineEntry> = await this.ask(
        `/v1/cases/${id}/timeline?limit=200${after}`,
      );
      all.push(...page.items);
      after = page.next === undefined ? '' : `&after=${encodeURIComponent(page.next)}`;
    } while (after !== '');
    return all;
  }

  command(view: CaseView, body: object): Promise<unknown> {
    return this.ask(`/v1/cases/${view.id}/commands`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': crypto.randomUUID(),
        'if-match': `"${view.version}"`,
      },
      body: JSON.stringify(body),
    });
  }
}
