/**
 * What a broker refuses because of who asks. Waiting does not help, and no record is at fault: a
 * person must give a right or mend a password. So it ends the process with a text that says which.
 */

const login = 'see KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD_FILE and KAFKA_SASL_MECHANISM';
const rights = 'see "Who may read which topic" in docs/operating.md';
const certificate = 'see KAFKA_TLS_CA_FILE, and the names in the certificate of the broker';

/** By the type of a protocol error, the name of a client error, or the code of a connection error. */
const texts: Readonly<Record<string, string>> = {
  KafkaJSSASLAuthenticationError: `the broker does not accept this login: ${login}`,
  SASL_AUTHENTICATION_FAILED: `the broker does not accept this login: ${login}`,
  UNSUPPORTED_SASL_MECHANISM: `the broker does not know this way to log in: ${login}`,
  TOPIC_AUTHORIZATION_FAILED: `this login lacks a right on a topic: ${rights}`,
  GROUP_AUTHORIZATION_FAILED: `this login may not read with this group: ${rights}`,
  CLUSTER_AUTHORIZATION_FAILED: `this login may write nowhere, or not administer: ${rights}`,
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: `this login may not use this transaction: ${rights}`,
  CERT_HAS_EXPIRED: `the certificate of the broker is too old: ${certificate}`,
  DEPTH_ZERO_SELF_SIGNED_CERT: `nobody vouches for the broker: ${certificate}`,
  SELF_SIGNED_CERT_IN_CHAIN: `nobody vouches for the broker: ${certificate}`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `nobody vouches for the broker: ${certificate}`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `nobody vouches for the broker: ${certificate}`,
  ERR_TLS_CERT_ALTNAME_INVALID: `the certificate of the broker is for another name: ${certificate}`,
  ERR_SSL_WRONG_VERSION_NUMBER: 'the broker does not speak TLS at this address: see KAFKA_TLS',
};

/** An error that only a person with rights on the broker can mend. */
export class AccessRefused extends Error {
  override readonly name = 'AccessRefused';
}

const wordOf = (error: object, key: 'type' | 'name' | 'code'): string | undefined => {
  const word: unknown = Reflect.get(error, key);
  return typeof word === 'string' && Object.hasOwn(texts, word) ? word : undefined;
};

/** The error itself, what caused it, and what it collects. */
export function* around(error: unknown): Generator<object> {
  if (typeof error !== 'object' || error === null) return;
  yield error;
  if ('cause' in error) yield* around(error.cause);
  if ('errors' in error && Array.isArray(error.errors)) {
    for (const one of error.errors) yield* around(one);
  }
}

/** Which right, login or trust is missing, as the broker calls it; undefined when none is. */
export function missingRight(error: unknown): string | undefined {
  for (const one of around(error)) {
    const word = wordOf(one, 'type') ?? wordOf(one, 'name') ?? wordOf(one, 'code');
    if (word !== undefined) return word;
  }
  return undefined;
}

/** The error in words for an operator; undefined when it may pass by itself. `what`: a name. */
export function accessRefused(error: unknown, what = ''): AccessRefused | undefined {
  if (error instanceof AccessRefused) return error;
  const word = missingRight(error);
  if (word === undefined) return undefined;
  const about = what === '' ? word : `${word}, ${what}`;
  return new AccessRefused(`${texts[word] ?? ''} (${about})`, { cause: error });
}
