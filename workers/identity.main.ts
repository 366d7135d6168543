/** The development issuer as a process. A real installation names its own OpenID provider instead. */
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { makeIssuer } from '../infra/oidc/issuer';
import { provideSigningKey } from '../infra/oidc/signing-key';
import { runProcess } from './process';

runProcess('identity', async ({ config }) => {
  if (config.profile === 'production') {
    throw new Error('demo accounts have no password: name a provider in RELAIS_OIDC_ISSUER');
  }
  const key = await provideSigningKey(join(dirname(config.masterKeyFile), 'oidc-signing-key.json'));
  const server = makeIssuer({
    issuer: config.oidcIssuer,
    audience: config.oidcAudience,
    key,
    pageUrl: config.publicBaseUrl,
  });
  server.listen(config.oidcPort, config.apiHost);
  await once(server, 'listening');
  return {
    details: { issuer: config.oidcIssuer },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
});
