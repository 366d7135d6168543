/** The conversation with the OpenID provider: authorization code with PKCE, nothing kept. */
import {
  None, allowInsecureRequests, authorizationCodeGrantRequest, calculatePKCECodeChallenge,
  discoveryRequest, generateRandomCodeVerifier, generateRandomNonce, generateRandomState,
  getValidatedIdTokenClaims, processAuthorizationCodeResponse, processDiscoveryResponse,
  processRefreshTokenResponse, refreshTokenGrantRequest, validateAuthResponse,
} from 'oauth4webapi'; // prettier-ignore
import type { AuthorizationServer, Client, IDToken, TokenEndpointResponse } from 'oauth4webapi';
import { currentLanguage } from './words';

const client: Client = { client_id: 'relais-page', token_endpoint_auth_method: 'none' };
const scope = 'openid profile';

/** What must be remembered while the browser is at the provider. No token is among it. */
export interface Trip {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Where the reader wanted to go: a path of this page with its query. */
  readonly path: string;
}

export interface Tokens {
  readonly access: string;
  readonly untilMs: number;
  readonly refresh: string | undefined;
  readonly id: string | undefined;
  readonly claims: IDToken | undefined;
}

/** Without encryption only where nobody is in between: on this very machine. */
const insecure = (issuer: URL) => ({
  [allowInsecureRequests]: ['127.0.0.1', 'localhost', '[::1]'].includes(issuer.hostname),
});

const home = (): string => `${location.origin}/`;

export class Oidc {
  private constructor(
    private readonly server: AuthorizationServer,
    private readonly options: { readonly [allowInsecureRequests]: boolean },
  ) {}

  /** Asks the provider where its doors are. Throws when it does not answer. */
  static async discover(issuer: string): Promise<Oidc> {
    const url = new URL(issuer);
    const options = insecure(url);
    const answer = await discoveryRequest(url, { ...options, algorithm: 'oidc' });
    return new Oidc(await processDiscoveryResponse(url, answer), options);
  }

  /** The address to send the browser to; `silent` asks for no screen: signed in already, or not. */
  async departure(path: string, silent: boolean): Promise<{ url: URL; trip: Trip }> {
    const [state, nonce, verifier] = [
      generateRandomState(), generateRandomNonce(), generateRandomCodeVerifier(),
    ]; // prettier-ignore
    const url = new URL(this.server.authorization_endpoint ?? '');
    const challenge = await calculatePKCECodeChallenge(verifier);
    const query = {
      client_id: client.client_id,
      response_type: 'code',
      redirect_uri: home(),
      scope,
      code_challenge: challenge,
      code_challenge_method: 'S256',
      state,
      nonce,
      ui_locales: currentLanguage(),
      ...(silent ? { prompt: 'none' } : {}),
    };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return { url, trip: { state, nonce, verifier, path } };
  }

  /** Tokens for the code that came back. Throws when the provider refused, or it is not our trip. */
  async arrive(landing: URL, { state, nonce, verifier }: Trip): Promise<Tokens> {
    const params = validateAuthResponse(this.server, client, landing, state);
    const response = await authorizationCodeGrantRequest(
      this.server, client, None(), params, home(), verifier, this.options,
    ); // prettier-ignore
    const answer = await processAuthorizationCodeResponse(this.server, client, response, {
      expectedNonce: nonce,
      requireIdToken: true,
    });
    return tokensOf(answer);
  }

  /** Newer tokens without leaving the page. Throws when the session at the provider has ended. */
  async renew(refresh: string): Promise<Tokens> {
    const response = await refreshTokenGrantRequest(
      this.server, client, None(), refresh, this.options,
    ); // prettier-ignore
    return tokensOf(await processRefreshTokenResponse(this.server, client, response));
  }

  /** Where the session at the provider is ended; it sends the browser back to `/?state=out`. */
  farewell(idToken: string | undefined): URL | undefined {
    if (this.server.end_session_endpoint === undefined) return undefined;
    const url = new URL(this.server.end_session_endpoint);
    url.searchParams.set('client_id', client.client_id);
    url.searchParams.set('post_logout_redirect_uri', home());
    url.searchParams.set('state', 'out');
    url.searchParams.set('ui_locales', currentLanguage());
    if (idToken !== undefined) url.searchParams.set('id_token_hint', idToken);
    return url;
  }
}

const tokensOf = (answer: TokenEndpointResponse): Tokens => ({
  access: answer.access_token,
  untilMs: Date.now() + (answer.expires_in ?? 300) * 1_000,
  refresh: answer.refresh_token,
  id: answer.id_token,
  claims: getValidatedIdTokenClaims(answer),
});
