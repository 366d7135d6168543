import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { loadKeyring } from '../../infra/crypto/keyring';
import { ConfigError, printConfig, readConfig } from '../../infra/config';
import { kafkaSettings } from '../../infra/kafka/settings';

const needed = {
  DATABASE_URL: 'postgresql://relais:geheim@db:5432/relais',
  RELAIS_MASTER_KEY_FILE: 'master.key',
};
const production = {
  ...needed,
  RELAIS_PROFILE: 'production',
  RELAIS_OIDC_ISSUER: 'https://login.example.ch',
  RELAIS_PUBLIC_BASE_URL: 'https://relais.example.ch',
  KAFKA_SASL_USERNAME: 'relais',
  KAFKA_SASL_PASSWORD_FILE: '/run/secrets/kafka',
  KAFKA_TLS: 'true',
};

describe('the configuration an operator gives', () => {
  it('has defaults for development, but none for a secret', () => {
    const config = readConfig(needed);
    expect(config).toMatchObject({ profile: 'development', apiPort: 8080, clock: { rate: 1 } });
    expect(config.oidcIssuer).toBe('http://127.0.0.1:8081');
    expect(Object.isFrozen(config)).toBe(true);
    expect(() => readConfig({})).toThrow(/DATABASE_URL[\s\S]*RELAIS_MASTER_KEY_FILE/);
    expect(() => readConfig({ ...needed, RELAIS_MASTER_KEY_FILE: '' })).toThrow(ConfigError);
  });

  it('refuses to bend time in production', () => {
    expect(readConfig(production).clock.rate).toBe(1);
    expect(() => readConfig({ ...production, RELAIS_CLOCK_RATE: '60' })).toThrow(/RELAIS_CLOCK/);
    expect(readConfig({ ...needed, RELAIS_CLOCK_RATE: '60' }).clock.rate).toBe(60);
    const { RELAIS_OIDC_ISSUER: _issuer, ...nobody } = production;
    expect(() => readConfig(nobody)).toThrow(/RELAIS_OIDC_ISSUER/);
  });

  it('prints without the passwords of the database and of Kafka', () => {
    const login = { KAFKA_SASL_USERNAME: 'relais', KAFKA_SASL_PASSWORD: 'geheimer' };
    const printed = JSON.stringify(printConfig(readConfig({ ...needed, ...login })));
    expect(printed).not.toContain('geheim');
    expect(printed).toContain('"username":"relais"');
  });

  it('refuses a production in which Kafka asks nobody or anybody may listen, unless it is waived', () => {
    const open = { KAFKA_SASL_USERNAME: '', KAFKA_SASL_PASSWORD_FILE: '', KAFKA_TLS: '' };
    const without = { ...production, ...open };
    expect(readConfig(production)).toMatchObject({
      kafkaLogin: { username: 'relais', mechanism: 'scram-sha-512' },
      kafkaTls: { on: true },
    });
    expect(() => readConfig(without)).toThrow(/KAFKA_SASL_USERNAME[\s\S]*KAFKA_TLS/);
    expect(() => readConfig({ ...production, KAFKA_TLS: '' })).toThrow(/KAFKA_TLS/);
    expect(() => readConfig({ ...without, RELAIS_KAFKA_WAIVED: 'tls' })).toThrow(/KAFKA_SASL/);
    expect(() => readConfig({ ...without, RELAIS_KAFKA_WAIVED: 'all' })).toThrow(/KAFKA_WAIVED/);
    expect(readConfig({ ...without, RELAIS_KAFKA_WAIVED: 'sasl, tls' }).kafkaTls.on).toBe(false);
    expect(readConfig({ ...needed, KAFKA_TLS_CA_FILE: 'ca.pem' }).kafkaTls.on).toBe(true);
  });

  it.each([
    ['a user without a password', { KAFKA_SASL_USERNAME: 'relais' }, /KAFKA_SASL_PASSWORD_FILE/],
    ['a password without a user', { KAFKA_SASL_PASSWORD: 'geheim' }, /KAFKA_SASL_USERNAME/],
    [
      'two passwords',
      { KAFKA_SASL_USERNAME: 'a', KAFKA_SASL_PASSWORD: 'b', KAFKA_SASL_PASSWORD_FILE: 'c' },
      /not both/,
    ],
    [
      'a password sent as it is through an open network',
      { KAFKA_SASL_USERNAME: 'a', KAFKA_SASL_PASSWORD: 'b', KAFKA_SASL_MECHANISM: 'PLAIN' },
      /KAFKA_SASL_MECHANISM/,
    ],
    ['TLS that is on and off', { KAFKA_TLS: 'false', KAFKA_TLS_CA_FILE: 'ca.pem' }, /KAFKA_TLS/],
    ['a mechanism nobody knows', { KAFKA_SASL_MECHANISM: 'gssapi' }, /KAFKA_SASL_MECHANISM/],
  ])('refuses %s', (_what, wrong, text) => {
    expect(() => readConfig({ ...needed, ...wrong })).toThrow(text);
  });

  it('reads the password of Kafka from a file, and says when there is none in it', () => {
    const dir = mkdtempSync(join(tmpdir(), 'relais-kafka-'));
    const path = join(dir, 'password');
    const env = { ...needed, KAFKA_SASL_USERNAME: 'relais', KAFKA_SASL_PASSWORD_FILE: path };
    const settings = () => kafkaSettings(readConfig(env), 'test', pino({ level: 'silent' }));
    try {
      writeFileSync(path, ' with a blank \n');
      expect(settings().login?.password).toBe(' with a blank ');
      writeFileSync(path, '\n');
      expect(settings).toThrow('no password for "relais"');
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it('refuses a key file that holds anything but keys', () => {
    const dir = mkdtempSync(join(tmpdir(), 'relais-keys-'));
    const path = join(dir, 'master.key');
    try {
      writeFileSync(path, `${Buffer.alloc(32, 7).toString('base64')}\n`);
      const { newCaseKey, unwrap } = loadKeyring(path);
      expect(unwrap('case', newCaseKey('case')).length).toBe(32);
      for (const wrong of ['', 'secret\n', `${Buffer.alloc(16).toString('base64')}\n`]) {
        writeFileSync(path, wrong);
        expect(() => loadKeyring(path)).toThrow('expected base64 keys of 32 bytes');
      }
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
