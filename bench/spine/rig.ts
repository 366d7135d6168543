/** What all measurements of a run share: connections, the ear, and the cases that are played. */
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import pino from 'pino';
import { bareTopic, startProducer } from '../bare/peer';
import type { BareProducer } from '../bare/peer';
import { loadKeyring } from '../../infra/crypto/keyring';
import { makeKafka } from '../../infra/kafka/client';
import { ensureTopicNames, notificationTopic } from '../../infra/kafka/topics';
import { openDatabase } from '../../infra/prisma/database';
import { makeClockStore } from '../../infra/prisma/clock-store';
import { makeDossierStore } from '../../infra/prisma/dossier-store';
import { connectTemporal } from '../../infra/temporal/client';
import type { CaseId, Clock, CommandBody } from '../../schemas/index';
import { inventedCase } from '../../workers/simulator/invented-person';
import { makeSubmit } from '../../workers/submit';
import type { CommandAnswer } from '../../workflows/contract';
import { officer } from '../../test/support/builders';
import { dossierRef } from '../../test/workflows/stories';
import { listen } from './ear';
import type { Ear } from './ear';
import type { Installation } from './installation';
import { inFlight } from './pace';

const dossiersAtOnce = 8;
const submitTimeoutMs = 60_000;

/** Says a command in the name of an officer of an institution. */
export type Say = (caseId: CaseId, by: string, body: CommandBody) => Promise<CommandAnswer>;

export interface Rig {
  readonly client: Client;
  readonly ear: Ear;
  readonly producer: BareProducer;
  readonly say: Say;
  /** The same with a clock of its own, for the cases that `say` registers. */
  sayOn(clock: Clock): Say;
  /** Puts dossiers of invented people into the store, as the API does before it registers a case. */
  keepDossiers(caseIds: readonly CaseId[]): Promise<void>;
  close(): Promise<void>;
}

/** Connects to everything. */
export async function openRig(at: Installation): Promise<Rig> {
  const log = pino({ level: 'silent' });
  const db = openDatabase(at.databaseUrl, 'relais_engine');
  const temporal = connectTemporal(at);
  const kafka = makeKafka({ brokers: at.kafkaBrokers, clientId: 'relais-bench', log });
  await ensureTopicNames(kafka, [bareTopic]);
  const ear = await listen(kafka, [...['sg-rav', 'sg-iv'].map(notificationTopic), bareTopic]);
  const producer = await startProducer(kafka);
  const dossiers = makeDossierStore(db, loadKeyring(at.masterKeyFile));

  const sayWith = (clockStore: { getClock(): Promise<Clock> }): Say => {
    const submit = makeSubmit({ client: temporal.client, clockStore, timeoutMs: submitTimeoutMs });
    return (caseId, by, body) =>
      submit({ commandId: randomUUID(), caseId, actor: officer(by), body });
  };
  const keepDossier = async (caseId: CaseId, serial: number): Promise<void> => {
    const { person, facts } = inventedCase('sg', 'rav', { turn: 0, serial });
    const dossier = { person, facts };
    const by = officer('sg-rav');
    await dossiers.putDossier({ caseId, ref: dossierRef, canton: 'sg', dossier, by });
  };
  return {
    client: temporal.client,
    ear,
    producer,
    say: sayWith(makeClockStore(db)),
    sayOn: (clock) => sayWith({ getClock: async () => clock }),
    keepDossiers: async (caseIds) => {
      const numbered = caseIds.map((caseId, serial) => ({ caseId, serial }));
      await inFlight(numbered, dossiersAtOnce, (one) => keepDossier(one.caseId, one.serial));
    },
    close: async () => {
      await Promise.all([ear.stop(), producer.stop()]);
      await temporal.close();
      await db.$disconnect();
    },
  };
}
