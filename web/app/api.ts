/** The page's way to the API: JSON in and out, problems (RFC 9457) as typed errors. */
import type { AllowedAction, CaseView, CommandResult, ProblemDetails } from '../../schemas/index';
import { noteWritten } from './position';
import { accessToken } from './session';
import { currentLanguage } from './words';

/** What the API said instead of an answer, in the language of the reader. */
export class ApiProblem extends Error {
  readonly code: ProblemDetails['code'];
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors: NonNullable<ProblemDetails['errors']>;
  readonly details: Readonly<Record<string, unknown>>;
  /** With `version_conflict`: what may be done in the version that is there now. */
  readonly allowedActions: readonly AllowedAction[] | undefined;

  constructor(problem: ProblemDetails) {
    super(`${problem.title}. ${problem.detail}`);
    this.name = 'ApiProblem';
    this.code = problem.code;
    this.status = problem.status;
    this.title = problem.title;
    this.detail = problem.detail;
    this.errors = problem.errors ?? [];
    this.details = problem.details ?? {};
    this.allowedActions = problem.allowedActions;
  }
}

/** The API did not answer at all, or with something that is not of it. */
export class Unreachable extends Error {
  constructor(options?: ErrorOptions) {
    super('the API cannot be reached', options);
    this.name = 'Unreachable';
  }
}

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: object;
  /** A text of rules instead of a body. */
  readonly yaml?: string;
  /** One per thing asked; the same for a repetition. A new one for each call when absent. */
  readonly key?: string;
  /** The version that the reader has seen, for `If-Match`. */
  readonly version?: number;
  readonly signal?: AbortSignal;
  readonly accept?: string;
  /** The last id read of a stream of events. */
  readonly last?: string;
}

const contentType = ({ body, yaml }: Ask): string | undefined => {
  if (yaml !== undefined) return 'application/yaml';
  return body === undefined ? undefined : 'application/json';
};

const headersFor = (token: string, ask: Ask): Headers => {
  const wanted: Readonly<Record<string, string | undefined>> = {
    authorization: `Bearer ${token}`,
    'accept-language': currentLanguage(),
    accept: ask.accept,
    'content-type': contentType(ask),
    'idempotency-key': ask.method === 'POST' ? ask.key : undefined,
    'if-match': ask.version === undefined ? undefined : `"${ask.version}"`,
    'last-event-id': ask.last,
  };
  const headers = new Headers();
  for (const [name, value] of Object.entries(wanted))
    if (value !== undefined) headers.set(name, value);
  return headers;
};

const unauthorized = 401;

/** One request. A token that is not taken any more is renewed once, and the same is asked again. */
export const request = async (path: string, ask: Ask = {}): Promise<Response> => {
  // The key is drawn here, so that the repetition is known as one.
  const asked = { ...ask, key: ask.key ?? crypto.randomUUID() };
  const attempt = async (token: string): Promise<Response> =>
    fetch(path, {
      method: ask.method ?? 'GET',
      headers: headersFor(token, asked),
      ...(ask.body === undefined ? {} : { body: JSON.stringify(ask.body) }),
      ...(ask.yaml === undefined ? {} : { body: ask.yaml }),
      ...(ask.signal === undefined ? {} : { signal: ask.signal }),
    });
  const token = await accessToken();
  try {
    const response = await attempt(token);
    const answer =
      response.status === unauthorized ? await attempt(await accessToken(token)) : response;
    noteWritten(answer.headers.get('relais-position'));
    return answer;
  } catch (error) {
    if (error instanceof TypeError) throw new Unreachable({ cause: error });
    throw error;
  }
};

const problemIn = async (response: Response): Promise<Error> => {
  const type = response.headers.get('content-type') ?? '';
  if (!type.startsWith('application/problem+json')) return new Unreachable();
  return new ApiProblem((await response.json()) as ProblemDetails);
};

/** Asks for JSON. Throws `ApiProblem` or `Unreachable`. */
export const ask = async <T>(path: string, wish: Ask = {}): Promise<T> => {
  const response = await request(path, wish);
  if (!response.ok) throw await problemIn(response);
  const body = await response.text();
  return (body === '' ? undefined : JSON.parse(body)) as T;
};

/** Asks for text, such as CSV. Throws like `ask`. */
export const askText = async (path: string, wish: Ask = {}): Promise<string> => {
  const response = await request(path, wish);
  if (!response.ok) throw await problemIn(response);
  return response.text();
};

/** `/v1/cases?limit=50&canton=sg`; what is undefined or empty is left out. */
export const address = (
  path: string,
  query: Readonly<Record<string, string | number | undefined>> = {},
): string => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') params.set(name, String(value));
  return params.size === 0 ? path : `${path}?${params.toString()}`;
};

export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
  /** Of a list that was asked for `atLeast` a position: false while it does not hold it. */
  readonly complete?: boolean;
}

/** Gives a command for the version of the case that the reader has seen. */
export const command = (
  view: Pick<CaseView, 'id' | 'version'>,
  body: object,
  key?: string,
): Promise<CommandResult> =>
  ask(`/v1/cases/${view.id}/commands`, {
    method: 'POST',
    body,
    version: view.version,
    ...(key === undefined ? {} : { key }),
  });
