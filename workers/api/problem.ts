/** Every error that leaves the house: problem+json with a stable code (RFC 9457). */
import { TokenRefused } from '../../infra/oidc/verify';
import { BadCursor } from '../../infra/prisma/page';
import { RefusedError } from '../../infra/temporal/refusals';
import { text } from '../../infra/texts';
import { refusalStatus } from '../../schemas/index';
import type { Language, ProblemDetails, Refusal } from '../../schemas/index';
import { InvalidRules } from './invalid-rules';
import { StaleCommand } from './stale-command';
import { InvalidRequest } from './validate';

export const problemType = 'application/problem+json';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly problem: ProblemDetails;
  /** Not the fault of the asker: goes to the log with its stack. */
  readonly unexpected: boolean;
}

type Errors = readonly NonNullable<ProblemDetails['errors']>[number][];

interface Finding {
  readonly refusal: Refusal;
  readonly errors?: Errors;
  readonly allowedActions?: ProblemDetails['allowedActions'];
  readonly unexpected?: true;
}

const retryAfterSeconds = '2';

/** The refusal for what Fastify itself does not take. */
const ofFastify: Readonly<Record<string, Refusal['code']>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_NOT_FOUND: 'not_found',
};

/** Codes of the database, its driver and the network that mean: it may be back in a moment. */
const awayCodes =
  /^(ECONN\w+|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|57P0[1-4]|08\w{3}|53300|P1001|P1002|P1008|P1011|P1017|P2024|P2037)$/;
const awayWords =
  /server has closed the connection|connection terminated|can't reach database|timeout exceeded when trying to connect|DatabaseNotReachable|ConnectionClosed/i;

const isAway = (error: unknown): boolean => {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = 'code' in at && typeof at.code === 'string' ? at.code : '';
    if (awayCodes.test(code) || awayWords.test(at.message)) return true;
    if (at instanceof AggregateError && at.errors.some(isAway)) return true;
  }
  return false;
};

const simple = (code: Refusal['code'], details: Refusal['details'] = {}): Finding => ({
  refusal: { code, details },
});

const ofRefusal = (error: RefusedError): Finding =>
  error instanceof StaleCommand
    ? { refusal: error.refusal, allowedActions: error.allowedActions }
    : { refusal: error.refusal };

const findingOf = (error: unknown): Finding => {
  if (error instanceof RefusedError) return ofRefusal(error);
  if (error instanceof TokenRefused) {
    return error.reason === 'provider_away'
      ? simple('engine_unavailable', { away: 'identity provider' })
      : simple('unauthenticated', { reason: error.reason });
  }
  if (error instanceof InvalidRequest) {
    const { refusal } = simple(error.part === 'body' ? 'invalid_command' : 'malformed');
    return { refusal, errors: error.misfits };
  }
  if (error instanceof InvalidRules) {
    return { ...simple('rules_invalid'), errors: error.problems };
  }
  if (error instanceof BadCursor) {
    const misfit = { path: 'after', expected: 'the `next` of the page before' };
    return { ...simple('malformed'), errors: [misfit] };
  }
  return ofHttp(error) ?? (isAway(error) ? simple('engine_unavailable') : unexpected);
};

const unexpected: Finding = { ...simple('internal_error'), unexpected: true };

const ofHttp = (error: unknown): Finding | undefined => {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined;
  const { statusCode } = error;
  if (typeof statusCode !== 'number' || statusCode < 400 || statusCode > 499) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return simple(ofFastify[code] ?? 'malformed');
};

/** The problem document for a refusal, in the language of the reader. */
export const problemOf = (
  refusal: Refusal,
  language: Language,
  errors?: Errors,
): ProblemDetails => ({
  type: `urn:relais:refusal:${refusal.code}`,
  title: text(language, `refusal.${refusal.code}.title`, refusal.details),
  status: refusalStatus[refusal.code],
  code: refusal.code,
  detail: text(language, `refusal.${refusal.code}.detail`, refusal.details),
  ...(errors === undefined ? {} : { errors: [...errors] }),
  ...(Object.keys(refusal.details).length === 0 ? {} : { details: refusal.details }),
});

const headersFor = (code: Refusal['code']): Record<string, string> => ({
  ...(code === 'engine_unavailable' ? { 'retry-after': retryAfterSeconds } : {}),
  ...(code === 'unauthenticated'
    ? { 'www-authenticate': 'Bearer realm="relais", error="invalid_token"' }
    : {}),
});

/** Maps any error to its answer; what nobody foresaw becomes `internal_error` without a word of it. */
export const answerTo = (error: unknown, language: Language): Answer => {
  const found = findingOf(error);
  const { refusal, errors, allowedActions, unexpected: isUnexpected = false } = found;
  const problem = {
    ...problemOf(refusal, language, errors),
    ...(allowedActions === undefined ? {} : { allowedActions }),
  };
  return {
    status: problem.status,
    headers: headersFor(refusal.code),
    problem,
    unexpected: isUnexpected,
  };
};
