/** The parts of the API from the real stores, the real clock and the real engine. */
import { advise, makeCriteria } from '../../domain/criteria/advise';
import { whatWouldHelp } from '../../domain/criteria/help';
import { nameTokens } from '../../domain/person/duplicates';
import { closedDays } from '../../infra/calendars/calendars';
import type { Config } from '../../infra/config';
import { loadKeyring } from '../../infra/crypto/keyring';
import type { Keyring } from '../../infra/crypto/keyring';
import { makeExpressions } from '../../infra/feel/expressions';
import { makeTokenVerifier } from '../../infra/oidc/verify';
import { makeAbsenceStore } from '../../infra/prisma/absence-store';
import { makeAuditStore } from '../../infra/prisma/audit-store';
import { makeCalendarStore } from '../../infra/prisma/calendar-store';
import { makeCaseReader } from '../../infra/prisma/case-reader';
import { makeCaseStore } from '../../infra/prisma/case-store';
import { makeCaseload } from '../../infra/prisma/caseload-store';
import { makeClockStore } from '../../infra/prisma/clock-store';
import { pingDatabase } from '../../infra/prisma/database';
import type { Database } from '../../infra/prisma/database';
import { makeDirectoryStore } from '../../infra/prisma/directory-store';
import { makeAddressStore } from '../../infra/prisma/address-store';
import { makeDeliveryStore } from '../../infra/prisma/delivery-store';
import { makeLinkStore } from '../../infra/prisma/link-store';
import { makeSignedLinks } from '../../infra/signed-links';
import { makeDossierStore } from '../../infra/prisma/dossier-store';
import { makeForecastReader } from '../../infra/prisma/forecast-reader';
import { makeOutboxStore } from '../../infra/prisma/outbox-store';
import { makeIndicatorStore } from '../../infra/prisma/indicator-store';
import { makePatterns } from '../../infra/prisma/pattern-store';
import { makePolicyStore } from '../../infra/prisma/policy-store';
import { makePreviewStore } from '../../infra/prisma/preview-store';
import { makeReceiptStore } from '../../infra/prisma/receipt-store';
import { makeSavedViewStore } from '../../infra/prisma/saved-view-store';
import { makeRolloutStore } from '../../infra/prisma/rollout-store';
import { makeVerdictStore } from '../../infra/prisma/verdict-store';
import type { TemporalClient } from '../../infra/temporal/client';
import { makeStartRollout } from '../start-rollout';
import { makeSubmit } from '../submit';
import type { ApiParts, NoticeRoom, PolicyRoom, PublicationRoom } from './parts';

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
    findDuties: async (query) => store.findDuties(query),
    judge: (question) => advise(question, expressions),
    help: (document, facts) => whatWouldHelp(document, facts, expressions),
  };
};

const wirePublication = ({ config, engine, temporal }: Machines): PublicationRoom => {
  const policies = makePolicyStore(engine);
  const calendars = makeCalendarStore(engine);
  return {
    rules: { policies, calendars },
    preview: {
      openCases: makePreviewStore(engine, loadKeyring(config.masterKeyFile)),
      criteria: makeCriteria(makeExpressions()),
    },
    publishPolicy: async (document) => policies.publishPolicy(document),
    publishCalendar: async (calendar, days) => calendars.publishCalendar(calendar, days),
    rollouts: makeRolloutStore(engine),
    startRollout: makeStartRollout(temporal.client),
    clock: makeClockStore(engine),
  };
};

const wireClosedDays = (engine: Database): ApiParts['closedDays'] => {
  const store = makeCalendarStore(engine);
  return async (query) => {
    const { canton, year, institution } = query;
    const published = await store.findDays(query);
    return published ?? { version: 'computed', items: closedDays(canton, year, institution) };
  };
};

const wireNotices = (engine: Database, keyring: Keyring): NoticeRoom => ({
  deliveries: makeDeliveryStore(engine),
  links: makeSignedLinks({ store: makeLinkStore(engine), keyring }),
  setChannel: (id, wish) => makeAddressStore(engine, keyring).setChannel(id, wish),
});

/** Everything but the page and the log. */
export const wireApi = (machines: Machines): Omit<ApiParts, 'page'> => {
  const { config, engine, reader, temporal } = machines;
  const clock = makeClockStore(engine);
  const keyring = loadKeyring(config.masterKeyFile);
  return {
    verify: makeTokenVerifier({ issuer: config.oidcIssuer, audience: config.oidcAudience }),
    submit: makeSubmit({
      client: temporal.client,
      clockStore: clock,
      ended: makeCaseStore(engine),
    }),
    cases: makeCaseReader(reader),
    dossiers: makeDossierStore(engine, keyring, nameTokens),
    receipts: makeReceiptStore(engine),
    audit: makeAuditStore(engine),
    savedViews: makeSavedViewStore(reader),
    policies: wirePolicies(engine),
    verdicts: makeVerdictStore(engine, keyring),
    notices: wireNotices(engine, keyring),
    publication: wirePublication(machines),
    absences: makeAbsenceStore(engine),
    caseload: makeCaseload(engine),
    indicators: makeIndicatorStore(engine),
    patterns: makePatterns(engine),
    forecast: makeForecastReader(reader),
    directory: makeDirectoryStore(engine),
    closedDays: wireClosedDays(engine),
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
    },
  };
};
