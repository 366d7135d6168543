/** The development OpenID provider: authorization code with PKCE for the page, no passwords. */
import { Provider } from 'oidc-provider';
import type { Configuration } from 'oidc-provider';
import { findDemoAccount } from './demo-accounts';
import { claimsOf, tokenSeconds } from './demo-token';
import type { DemoTokens } from './demo-token';
import { languageIn } from './issuer-language';
import { issuerPolicy, pageOrigins, problemPage, signOutPage, signedOutPage } from './issuer-page';

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

type Context = Parameters<NonNullable<Configuration['renderError']>>[0];

/** One of our own pages in place of the library's, which load fonts from elsewhere. */
const answerPage = (ctx: Context, pageUrl: string, body: string): void => {
  ctx.type = 'html';
  ctx.set('content-security-policy', issuerPolicy(pageUrl));
  ctx.set('referrer-policy', 'no-referrer');
  ctx.body = body;
};

const languageOf = (ctx: Context) =>
  languageIn(ctx.query['ui_locales'], ctx.get('accept-language'));

/** The way out, and what is shown behind it where no page is to be gone back to. */
const leavingPages = (pageUrl: string) => ({
  logoutSource: (ctx: Context, form: string): void =>
    answerPage(ctx, pageUrl, signOutPage(form, languageOf(ctx))),
  postLogoutSuccessSource: (ctx: Context): void =>
    answerPage(ctx, pageUrl, signedOutPage(languageOf(ctx))),
});

const homesOf = (pageUrl: string): string[] => pageOrigins(pageUrl).map((origin) => `${origin}/`);

const pageClient = (pageUrl: string) => ({
  client_id: pageClientId,
  token_endpoint_auth_method: 'none' as const,
  application_type: 'web' as const,
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code' as const],
  redirect_uris: homesOf(pageUrl),
  post_logout_redirect_uris: homesOf(pageUrl),
  scope,
});

const configurationOf = ({ audience, key, pageUrl }: ProviderOptions): Configuration => ({
  jwks: { keys: [key] },
  clients: [pageClient(pageUrl)],
  clientBasedCORS: (_ctx, origin) => pageOrigins(pageUrl).includes(origin),
  pkce: { required: () => true },
  cookies: { keys: [key.kid] },
  claims: { openid: ['sub'], profile: ['name', 'institution', 'role'] },
  // The page reads who is signed in from the ID token; it may ask nobody else.
  conformIdTokenClaims: false,
  // Lives in the memory of the page and dies with the session: so nobody is thrown out of a form.
  issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
  renderError: (ctx) => answerPage(ctx, pageUrl, problemPage(languageOf(ctx))),
  findAccount,
  extraTokenClaims: (_ctx, token) => {
    const account = 'accountId' in token ? findDemoAccount(token.accountId) : undefined;
    return account === undefined ? {} : claimsOf(account);
  },
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: { enabled: true, ...leavingPages(pageUrl) },
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
  ttl: {
    AccessToken: tokenSeconds,
    Interaction: 600,
    Session: 28_800,
    Grant: 28_800,
    RefreshToken: 28_800,
  },
});

export const makeProvider = (options: ProviderOptions): Provider =>
  new Provider(options.issuer, configurationOf(options));
