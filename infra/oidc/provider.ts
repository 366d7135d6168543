/** The development OpenID provider: authorization code with PKCE for the page, no passwords. */
import { Provider } from 'oidc-provider';
import type { Configuration } from 'oidc-provider';
import { findDemoAccount } from './demo-accounts';
import { claimsOf, tokenSeconds } from './demo-token';
import type { DemoTokens } from './demo-token';

export interface ProviderOptions extends DemoTokens {
  /** Where the page lives: the only place a code is sent to. */
  readonly pageUrl: string;
}

export const pageClientId = 'relais-page';
const scope = 'openid profile';
/** A resource must be named by a URI; the audience of the token is the word the API expects. */
const apiResource = 'urn:relais:api';

const findAccount: Configuration['findAccount'] = (_ctx, sub) => {
  const account = findDemoAccount(sub);
  if (account === undefined) return undefined;
  return {
    accountId: sub,
    claims: async () => ({ sub, name: account.name, ...claimsOf(account) }),
  };
};

/** Our own page needs no consent screen: signing in to it is the consent. */
const loadExistingGrant: Configuration['loadExistingGrant'] = async (ctx) => {
  const { client, session, provider } = ctx.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(scope);
  grant.addResourceScope(apiResource, scope);
  await grant.save();
  return grant;
};

const configurationOf = ({ audience, key, pageUrl }: ProviderOptions): Configuration => ({
  jwks: { keys: [key] },
  clients: [
    {
      client_id: pageClientId,
      token_endpoint_auth_method: 'none',
      application_type: 'web',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      redirect_uris: [`${pageUrl.replace(/\/$/, '')}/`],
      scope,
    },
  ],
  clientBasedCORS: (_ctx, origin) => origin === new URL(pageUrl).origin,
  pkce: { required: () => true },
  cookies: { keys: [key.kid] },
  claims: { openid: ['sub'], profile: ['name', 'institution', 'role'] },
  findAccount,
  extraTokenClaims: (_ctx, token) => {
    const account = 'accountId' in token ? findDemoAccount(token.accountId) : undefined;
    return account === undefined ? {} : claimsOf(account);
  },
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  features: {
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => apiResource,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope,
        audience,
        accessTokenFormat: 'jwt',
        accessTokenTTL: tokenSeconds,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  loadExistingGrant,
  ttl: { AccessToken: tokenSeconds, Interaction: 600, Session: 28_800, Grant: 28_800 },
});

export const makeProvider = (options: ProviderOptions): Provider =>
  new Provider(options.issuer, configurationOf(options));
