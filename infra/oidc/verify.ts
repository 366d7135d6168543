/** Bearer tokens of any OpenID provider (RFC 9068): signature, issuer, audience, life time → who asks. */
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { InstitutionId, Role } from '../../schemas/index';
import type { Actor, CantonCode } from '../../schemas/index';

/** Who asks: the actor of commands, and what row-level security must know. */
export interface Caller {
  readonly actor: Actor & { readonly institutionId: string };
  readonly canton: CantonCode;
  /** The end of the token, in milliseconds since 1970. */
  readonly expiresAtMs: number;
}

/**
 * Why a token was not taken. `provider_away` is not the fault of the caller: the keys to check it
 * with could not be fetched.
 */
export class TokenRefused extends Error {
  constructor(
    readonly reason: 'expired' | 'foreign' | 'claims' | 'provider_away',
    options?: ErrorOptions,
  ) {
    super(`token refused: ${reason}`, options);
    this.name = 'TokenRefused';
  }
}

export interface VerifierOptions {
  readonly issuer: string;
  readonly audience: string;
  /** Tests and offline installations give the keys; else they are discovered at the issuer. */
  readonly keys?: JWTVerifyGetKey;
}

export type VerifyToken = (token: string) => Promise<Caller>;

/** Symmetric signatures are not in the list: a shared secret proves nothing about the issuer. */
const algorithms = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA', 'Ed25519'];
const clockToleranceSeconds = 5;

/** The claims Relais needs beside the registered ones; `system` is the engine and never a token. */
const Claims = z.object({
  sub: z.string().min(1).max(80),
  institution: InstitutionId,
  role: Role.exclude(['system']),
  exp: z.number(),
});

/** Makes the check of bearer tokens. The check throws `TokenRefused`. */
export const makeTokenVerifier = (options: VerifierOptions): VerifyToken => {
  const { issuer, audience } = options;
  const findKeys = options.keys === undefined ? discoverOnce(issuer) : always(options.keys);
  return rememberGood(async (token) => {
    const keys = await findKeys();
    const payload = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms,
      typ: 'at+jwt',
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ['exp', 'sub'],
    }).then((result) => result.payload, refuse);
    const claims = Claims.safeParse(payload);
    if (!claims.success) throw new TokenRefused('claims');
    return callerOf(claims.data);
  });
};

/** A key that was withdrawn counts as long for tokens that were seen before. */
const rememberMs = 60_000;
const mostRemembered = 1_000;

/** Checks a token that was good a moment ago no more than once a minute, and never beyond its end. */
const rememberGood = (verify: VerifyToken): VerifyToken => {
  const good = new Map<string, { readonly caller: Caller; readonly untilMs: number }>();
  return async (token) => {
    const now = Date.now();
    const kept = good.get(token);
    if (kept !== undefined && now < kept.untilMs) return kept.caller;
    good.delete(token);
    const caller = await verify(token);
    const [oldest] = good.keys();
    if (good.size >= mostRemembered && oldest !== undefined) good.delete(oldest);
    good.set(token, { caller, untilMs: Math.min(now + rememberMs, caller.expiresAtMs) });
    return caller;
  };
};

const always = (keys: JWTVerifyGetKey) => async (): Promise<JWTVerifyGetKey> => keys;

const callerOf = (claims: z.infer<typeof Claims>): Caller => ({
  actor: { userId: claims.sub, institutionId: claims.institution, role: claims.role },
  // An institution id begins with its canton (schemas/primitives.ts).
  canton: claims.institution.slice(0, 2) as CantonCode,
  expiresAtMs: claims.exp * 1000,
});

const refuse = (error: unknown): never => {
  if (error instanceof errors.JWTExpired) throw new TokenRefused('expired', { cause: error });
  if (error instanceof errors.JWKSTimeout)
    throw new TokenRefused('provider_away', { cause: error });
  if (error instanceof errors.JOSEError && !isFetchFailure(error)) {
    throw new TokenRefused('foreign', { cause: error });
  }
  // Not a verdict on the token: the provider did not answer with keys.
  throw new TokenRefused('provider_away', { cause: error });
};

/** jose reports a bad answer of the key endpoint as a plain JOSEError with this code. */
const isFetchFailure = (error: errors.JOSEError): boolean => error.code === 'ERR_JOSE_GENERIC';

/** Finds the key endpoint at the issuer on first use; a failed search is repeated at the next. */
const discoverOnce = (issuer: string): (() => Promise<JWTVerifyGetKey>) => {
  let found: JWTVerifyGetKey | undefined;
  return async () => {
    found ??= await discover(issuer);
    return found;
  };
};

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });

const discover = async (issuer: string): Promise<JWTVerifyGetKey> => {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    const document = Discovery.parse(await response.json());
    return createRemoteJWKSet(new URL(document.jwks_uri), {
      cooldownDuration: 5_000,
      timeoutDuration: 5_000,
    });
  } catch (error) {
    throw new TokenRefused('provider_away', { cause: error });
  }
};
