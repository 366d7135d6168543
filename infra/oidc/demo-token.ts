/** Access tokens for demo accounts without a password: for curl and the status page of the demo. */
import { SignJWT, importJWK } from 'jose';
import type { JWK } from 'jose';
import { findDemoAccount } from './demo-accounts';
import type { DemoAccount } from './demo-accounts';

export const tokenSeconds = 3_600;

export interface DemoTokens {
  readonly issuer: string;
  readonly audience: string;
  readonly key: JWK & { readonly kid: string };
}

/** What a token says of a user beside the registered claims. */
export const claimsOf = ({ institutionId, role }: DemoAccount) => ({
  institution: institutionId,
  role,
});

/** A token for a demo user; undefined when there is no such user. */
export const demoToken = async (
  { issuer, audience, key }: DemoTokens,
  username: string,
): Promise<{ access_token: string; token_type: 'Bearer'; expires_in: number } | undefined> => {
  const account = findDemoAccount(username);
  if (account === undefined) return undefined;
  const token = await new SignJWT(claimsOf(account))
    .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: key.kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(account.username)
    .setIssuedAt()
    .setExpirationTime(`${tokenSeconds}s`)
    .sign(await importJWK(key, 'RS256'));
  return { access_token: token, token_type: 'Bearer', expires_in: tokenSeconds };
};
