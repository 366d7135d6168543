/** Access tokens with keys of our own: nobody has to be asked to check them. */
import { SignJWT, createLocalJWKSet, exportJWK, generateKeyPair } from 'jose';
import { makeTokenVerifier } from '../../infra/oidc/verify';
import type { VerifyToken } from '../../infra/oidc/verify';

export const issuer = 'http://issuer.test';
export const audience = 'relais-api';

export interface TokenWish {
  readonly institution?: string;
  readonly role?: string;
  readonly user?: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly typ?: string;
  /** Seconds from now; negative for a token that has ended. */
  readonly expiresIn?: number;
}

export interface TestIssuer {
  readonly verify: VerifyToken;
  token(wish?: TokenWish): Promise<string>;
}

/** An issuer that lives in this process. */
export const makeTestIssuer = async (): Promise<TestIssuer> => {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const keys = createLocalJWKSet({
    keys: [{ ...(await exportJWK(publicKey)), kid: 'test', alg: 'RS256' }],
  });
  return {
    verify: makeTokenVerifier({ issuer, audience, keys }),
    token: ({ institution = 'sg-rav', role = 'officer', expiresIn = 600, ...wish } = {}) =>
      new SignJWT({ institution, role })
        .setProtectedHeader({ alg: 'RS256', typ: wish.typ ?? 'at+jwt', kid: 'test' })
        .setIssuer(wish.issuer ?? issuer)
        .setAudience(wish.audience ?? audience)
        .setSubject(wish.user ?? `${institution}-${role}`)
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1000) + expiresIn)
        .sign(privateKey),
  };
};
