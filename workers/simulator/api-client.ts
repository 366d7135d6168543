/** The engine as any office sees it: HTTP with a bearer token, nothing else. */
import type { z } from 'zod';
import {
  CasePage,
  CaseView,
  ClockView,
  CommandResult,
  ProblemDetails,
  TimelinePage,
} from '../../schemas/index';
import type { CaseId, CommandRequest, RegisterCaseRequest } from '../../schemas/index';

export interface ApiClient {
  readClock(): Promise<ClockView>;
  listCases(username: string, canton: string): Promise<CasePage['items']>;
  readCase(username: string, caseId: CaseId): Promise<CaseView>;
  /** The user id behind the first event of a case. */
  registeredByUser(username: string, caseId: CaseId): Promise<string | undefined>;
  register(username: string, request: RegisterCaseRequest, key: string): Promise<CaseView>;
  command(username: string, view: CaseView, request: CommandRequest): Promise<CaseView>;
}
type CasePage = z.infer<typeof CasePage>;

/** The engine said no; `code` is one of its refusals. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(`${status} ${code}: ${detail}`);
    this.name = 'ApiProblem';
  }
}

const timeoutMs = 15_000;
const tokenLifeMs = 50 * 60_000;

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly username: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

async function answerOf<S extends z.ZodType>(response: Response, shape: S): Promise<z.infer<S>> {
  const body: unknown = await response.json();
  if (response.ok) return shape.parse(body);
  const problem = ProblemDetails.safeParse(body);
  if (!problem.success) throw new Error(`unexpected answer ${response.status}`);
  throw new ApiProblem(response.status, problem.data.code, problem.data.detail);
}

/** Tokens of the development issuer, kept for most of their life. */
function makeTokens(issuer: string): (username: string) => Promise<string> {
  const kept = new Map<string, { readonly token: string; readonly until: number }>();
  return async (username) => {
    const known = kept.get(username);
    if (known !== undefined && known.until > Date.now()) return known.token;
    const response = await fetch(new URL('/demo/token', issuer), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) throw new Error(`no token for ${username}: ${response.status}`);
    const { access_token: token } = (await response.json()) as { access_token: string };
    kept.set(username, { token, until: Date.now() + tokenLifeMs });
    return token;
  };
}

/** Makes a client. Calls throw `ApiProblem` for a refusal and other errors when nobody answers. */
export function makeApiClient(baseUrl: string, issuer: string): ApiClient {
  const tokenFor = makeTokens(issuer);
  const call = async <S extends z.ZodType>(ask: Call, shape: S): Promise<z.infer<S>> => {
    const { method, path, username, body, headers } = ask;
    const response = await fetch(new URL(path, baseUrl), {
      method,
      headers: {
        authorization: `Bearer ${await tokenFor(username)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    return answerOf(response, shape);
  };
  const get = <S extends z.ZodType>(username: string, path: string, shape: S) =>
    call({ method: 'GET', path, username }, shape);

  return {
    readClock: () => get(anyUser, '/v1/clock', ClockView),
    listCases: async (username, canton) =>
      (await get(username, `/v1/cases?canton=${canton}&limit=100`, CasePage)).items,
    readCase: (username, caseId) => get(username, `/v1/cases/${caseId}`, CaseView),
    registeredByUser: async (username, caseId) => {
      const page = await get(username, `/v1/cases/${caseId}/timeline?limit=1`, TimelinePage);
      return page.items[0]?.by.userId;
    },
    register: (username, body, key) => {
      const headers = { 'idempotency-key': key };
      return call({ method: 'POST', path: '/v1/cases', username, body, headers }, CaseView);
    },
    command: async (username, view, body) => {
      // Two looks at the same version ask the same thing: one key, one command.
      const headers = {
        'idempotency-key': `simulator-${view.id}-${view.version}-${body.kind}`,
        'if-match': `"${view.version}"`,
      };
      const path = `/v1/cases/${view.id}/commands`;
      return (await call({ method: 'POST', path, username, body, headers }, CommandResult)).case;
    },
  };
}

const anyUser = 'zh-coo';
