/** The HTTP server of the development issuer: the provider, its sign-in page, and demo tokens. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { z } from 'zod';
import { demoAccounts, findDemoAccount } from './demo-accounts';
import { demoToken } from './demo-token';
import { languageIn } from './issuer-language';
import { issuerPolicy, signInPage } from './issuer-page';
import { makeProvider } from './provider';
import type { ProviderOptions } from './provider';

const maxBodyBytes = 4_096;

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > maxBodyBytes) throw new Error('the body is too large');
  }
  return text;
};

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const send = (response: ServerResponse, { status, type, body }: Reply): void => {
  response
    .writeHead(status, {
      'content-type': type,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    .end(body);
};

const beginAgain: Reply = {
  status: 400,
  type: 'text/plain; charset=utf-8',
  body: 'Please begin the sign-in again.\n',
};

const TokenRequest = z.strictObject({ username: z.string().max(80) });

const usernameIn = (text: string): string | undefined => {
  try {
    return TokenRequest.safeParse(JSON.parse(text)).data?.username;
  } catch {
    return undefined;
  }
};

const answerToken = async (
  options: ProviderOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  // Anybody may ask: these accounts are invented and the data behind them are, too.
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-allow-headers', 'content-type');
  if (request.method === 'OPTIONS') {
    send(response, { status: 204, type: 'text/plain', body: '' });
    return;
  }
  const username = request.method === 'POST' ? usernameIn(await bodyOf(request)) : undefined;
  const token = username === undefined ? undefined : await demoToken(options, username);
  const expected = `expected POST {"username": "…"} with one of: ${demoAccounts.map((a) => a.username).join(', ')}`;
  const body = JSON.stringify(token ?? { error: 'invalid_request', error_description: expected });
  send(response, { status: token === undefined ? 400 : 200, type: 'application/json', body });
};

interface Door {
  readonly provider: Provider;
  readonly policy: string;
}

const answerInteraction = async (
  { provider, policy }: Door,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const { uid, params } = await provider.interactionDetails(request, response);
  const username =
    request.method === 'POST' ? new URLSearchParams(await bodyOf(request)).get('username') : null;
  if (username === null || findDemoAccount(username) === undefined) {
    const chosen = new URL(request.url ?? '/', 'http://issuer').searchParams.get('lang');
    const wish = chosen ?? params['ui_locales'];
    const language = languageIn(wish, request.headers['accept-language']);
    response.setHeader('content-security-policy', policy);
    const body = signInPage(uid, language);
    send(response, { status: 200, type: 'text/html; charset=utf-8', body });
    return;
  }
  await provider.interactionFinished(request, response, { login: { accountId: username } });
};

/** Builds the issuer, not listening. */
export const makeIssuer = (options: ProviderOptions): Server => {
  const provider = makeProvider(options);
  const door = { provider, policy: issuerPolicy(options.pageUrl) };
  const callback = provider.callback();
  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (path === '/demo/token') await answerToken(options, request, response);
    else if (path.startsWith('/interaction/')) await answerInteraction(door, request, response);
    else await callback(request, response);
  };
  return createServer((request, response) => {
    route(request, response).catch(() => {
      // A sign-in that is too old, or a body that is none: begin again.
      if (response.headersSent) response.end();
      else send(response, beginAgain);
    });
  });
};
