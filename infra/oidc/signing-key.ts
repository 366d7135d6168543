/** The key pair of the development issuer, kept in a file so that a restart signs nobody out. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'jose';

const alg = 'RS256';
const ownerOnly = 0o600;

/** Reads the private key, or makes it on first use. Never for production: there is no rotation. */
export const provideSigningKey = async (file: string): Promise<JWK & { kid: string }> => {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as JWK & { kid: string };
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), alg, use: 'sig', kid: 'relais-development' };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(jwk), { mode: ownerOnly });
  return jwk;
};
