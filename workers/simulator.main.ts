/** Plays the partner offices and officers of the demonstration, over Kafka and HTTP only. */
import { setTimeout as delay } from 'node:timers/promises';
import { kafkajsPort } from '../infra/kafka/consumer-kit/index';
import { kafkaSettings } from '../infra/kafka/settings';
import type { NoticeEvent } from '../schemas/index';
import { runProcess } from './process';
import { makeApiClient } from './simulator/api-client';
import type { ApiClient } from './simulator/api-client';
import { makeOfficers } from './simulator/officers';
import { coordinatorOf, offices, registeringOffices, userOf } from './simulator/offices';
import { startPartner } from './simulator/partner';

const domainDayMs = 86_400_000;
/** Officers look at their desks twice a demo day, but never more often than this. */
const shortestRoundMs = 1_500;
const longestRoundMs = 60_000;

/** The clock of the engine; the API may need a moment longer than we do. */
async function rateOf(api: ApiClient, stopping: AbortSignal): Promise<number> {
  for (;;) {
    try {
      return (await api.readClock()).rate;
    } catch {
      await delay(1_000, undefined, { signal: stopping });
    }
  }
}

runProcess('simulator', async ({ config, log, stopping, fatal }) => {
  const api = makeApiClient(config.publicBaseUrl, config.oidcIssuer);
  const kafka = kafkajsPort(kafkaSettings(config, 'relais-simulator', log));
  const dayMs = domainDayMs / (await rateOf(api, stopping));

  /** A notice only says where to read more: who was asked stands in the case. */
  const answers = async (institutionId: string, { data }: NoticeEvent): Promise<boolean> => {
    const coordinator = coordinatorOf(data.canton);
    const { referrals } = await api.readCase(coordinator, data.caseId);
    const asked = referrals.find(({ id }) => id === data.referralId);
    if (asked?.to !== institutionId) return false;
    const user = await api.registeredByUser(coordinator, data.caseId);
    return registeringOffices.some((office) => userOf(office) === user);
  };
  const parts = { kafka, log, dayMs, answers, stopping };
  const partners = await Promise.all(
    Object.entries(offices).map(([id, behaviour]) => startPartner(id, behaviour, parts)),
  );
  for (const { ended } of partners) ended.catch(fatal);

  const officers = makeOfficers(api, log);
  const roundMs = Math.min(Math.max(dayMs / 2, shortestRoundMs), longestRoundMs);
  const rounds = async (): Promise<void> => {
    while (!stopping.aborted) {
      await officers.work();
      await delay(roundMs, undefined, { signal: stopping }).catch(() => undefined);
    }
  };
  const working = rounds();
  return {
    stop: async () => {
      await Promise.all([working, ...partners.map((partner) => partner.stop())]);
    },
    details: { offices: partners.length, demoDayMs: dayMs },
  };
});
