/**
 * One web hook request, signed as Standard Webhooks says (https://www.standardwebhooks.com). No
 * redirect is followed, and in production the very address that is connected to must be a public one:
 * a name that resolves to another address the second time gains nothing.
 */
import { lookup as lookupName } from 'node:dns';
import { request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { DeliveryError } from '../../schemas/index';
import { isPrivateAddress } from './private-addresses';

export interface Hook {
  readonly url: string;
  readonly secret: string;
  /** `webhook-id`: the same for every repetition. */
  readonly id: string;
  readonly body: string;
  readonly contentType: string;
}

export interface HookRules {
  /** http and private addresses are taken: development, demo and tests. */
  readonly insecure: boolean;
  readonly timeoutMs?: number;
}

/** `delivered`, or why not. */
export type HookOutcome = 'delivered' | DeliveryError;
export type SendHook = (hook: Hook) => Promise<HookOutcome>;

const defaultTimeoutMs = 10_000;

class PrivateAddress extends Error {
  override readonly name = 'PrivateAddress';
}

/** Looks a name up and refuses it when any of its addresses is private. */
const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookupName(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) {
      callback(error, []);
      return;
    }
    const [first] = addresses;
    if (first === undefined || addresses.some(({ address }) => isPrivateAddress(address))) {
      callback(new PrivateAddress(hostname), []);
      return;
    }
    if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

const refusalOf = (url: URL, { insecure }: HookRules): DeliveryError | undefined => {
  if (insecure) return undefined;
  if (url.protocol !== 'https:') return 'insecure_address';
  // An address in numbers is never looked up.
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && isPrivateAddress(host) ? 'private_address' : undefined;
};

const meaningOf = (status = 0): HookOutcome => {
  if (status >= 200 && status < 300) return 'delivered';
  if (status === 410) return 'endpoint_gone';
  return status >= 300 && status < 400 ? 'redirected' : 'refused';
};

const headersOf = ({ secret, id, body, contentType }: Hook): Record<string, string> => {
  const at = new Date();
  return {
    'content-type': contentType,
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Relais',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
};

/** Makes the sender; it never rejects: whatever happens is an outcome. */
export const makeHookSender =
  (rules: HookRules): SendHook =>
  async (hook) => {
    const url = new URL(hook.url);
    const refusal = refusalOf(url, rules);
    if (refusal !== undefined) return refusal;
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    const signal = AbortSignal.timeout(rules.timeoutMs ?? defaultTimeoutMs);
    try {
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        const asked = request(url, {
          method: 'POST',
          headers: headersOf(hook),
          signal,
          agent: false,
          ...(rules.insecure ? {} : { lookup: guardedLookup }),
        });
        asked.once('response', resolve);
        asked.once('error', reject);
        asked.end(hook.body);
      });
      // The status is the answer: what else comes is not read.
      answer.on('error', () => undefined);
      answer.destroy();
      return meaningOf(answer.statusCode);
    } catch (error) {
      if (error instanceof PrivateAddress) return 'private_address';
      return signal.aborted ? 'timeout' : 'unreachable';
    }
  };
