/** The parts of the API from the real stores, the real clock and the real engine. */
import { evaluate } from '../../domain/criteria/evaluate';
import { whatWouldHelp } from '../../domain/criteria/help';
import { closedDays } from '../../infra/calendars/calendars';
import type { Config } from '../../infra/config';
import { loadKeyring } from '../../infra/crypto/keyring';
import { makeExpressions } from '../../infra/feel/expressions';
import { demoAccounts } from '../../infra/oidc/demo-accounts';
import { makeTokenVerifier } from '../../infra/oidc/verify';
import { makeAuditStore } from '../../infra/prisma/audit-store';
import { makeCaseReader } from '../../infra/prisma/case-reader';
import { makeClockStore } from '../../infra/prisma/clock-store';
import { pingDatabase } from '../../infra/prisma/database';
import type { Database } from '../../infra/prisma/database';
import { makeDirectoryStore } from '../../infra/prisma/directory-store';
import { makeDossierStore } from '../../infra/prisma/dossier-store';
import { makeOutboxStore } from '../../infra/prisma/outbox-store';
import { makePolicyStore } from '../../infra/prisma/policy-store';
import { makeReceiptStore } from '../../infra/prisma/receipt-store';
import { makeVerdictStore } from '../../infra/prisma/verdict-store';
import type { TemporalClient } from '../../infra/temporal/client';
import { makeSubmit } from '../submit';
import type { ApiParts, PolicyRoom } from './parts';

export interface Machines {
  readonly config: Pick<Config, 'profile' | 'oidcIssuer' | 'oidcAudience' | 'masterKeyFile'>;
  /** Works on cases: dossiers, receipts, the audit log. */
  readonly engine: Database;
  /** Sees what the viewer of a transaction may see. */
  readonly reader: Database;
  readonly temporal: TemporalClient;
}

const pingMs = 2_000;

type Word = 'up' | 'away';
const wordFor = (ping: Promise<unknown>): Promise<Word> => {
  const late = new Promise<Word>((resolve) => {
    setTimeout(() => resolve('away'), pingMs).unref();
  });
  return Promise.race([
    ping.then(
      (): Word => 'up',
      (): Word => 'away',
    ),
    late,
  ]);
};

const wirePolicies = (engine: Database): PolicyRoom => {
  const store = makePolicyStore(engine);
  const expressions = makeExpressions();
  return {
    listPolicies: async (wish) => store.listPolicies(wish),
    findPolicy: async (query) => store.findPolicy(query),
    getPolicy: async (id, version) => store.getPolicy(id, version),
    judge: (document, facts) => evaluate(document, facts, expressions),
    help: (document, facts) => whatWouldHelp(document, facts, expressions),
  };
};

/** Everything but the page and the log. */
export const wireApi = ({ config, engine, reader, temporal }: Machines): Omit<ApiParts, 'page'> => {
  const clock = makeClockStore(engine);
  const keyring = loadKeyring(config.masterKeyFile);
  return {
    verify: makeTokenVerifier({ issuer: config.oidcIssuer, audience: config.oidcAudience }),
    submit: makeSubmit({ client: temporal.client, clockStore: clock }),
    cases: makeCaseReader(reader),
    dossiers: makeDossierStore(engine, keyring),
    receipts: makeReceiptStore(engine),
    audit: makeAuditStore(engine),
    policies: wirePolicies(engine),
    verdicts: makeVerdictStore(engine, keyring),
    directory: makeDirectoryStore(engine),
    closedDays: async (canton, year) => closedDays(canton, year),
    clock,
    outboxStats: () => makeOutboxStore(engine).stats(),
    readiness: async () => {
      const [database, temporalWord] = await Promise.all([
        wordFor(pingDatabase(reader)),
        wordFor(temporal.ping(pingMs)),
      ]);
      return { database, temporal: temporalWord };
    },
    about: {
      profile: config.profile,
      issuer: config.oidcIssuer,
      demoAccounts: config.profile === 'demo' ? demoAccounts : [],
    },
  };
};
