import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadKeyring } from '../../infra/crypto/keyring';
import { ConfigError, printConfig, readConfig } from '../../infra/config';

const needed = {
  DATABASE_URL: 'postgresql://relais:geheim@db:5432/relais',
  RELAIS_MASTER_KEY_FILE: 'master.key',
};
const production = {
  ...needed,
  RELAIS_PROFILE: 'production',
  RELAIS_OIDC_ISSUER: 'https://login.example.ch',
  RELAIS_PUBLIC_BASE_URL: 'https://relais.example.ch',
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

  it('prints without the password of the database', () => {
    expect(JSON.stringify(printConfig(readConfig(needed)))).not.toContain('geheim');
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
