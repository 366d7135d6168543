/** The built application on a real database; what is sent to the engine is caught or real. */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCaseStore } from '../../infra/prisma/case-store';
import { openDatabase } from '../../infra/prisma/database';
import type { Database } from '../../infra/prisma/database';
import { connectTemporal } from '../../infra/temporal/client';
import type { CaseState } from '../../domain/case/state';
import type { Command } from '../../schemas/index';
import { buildApp } from '../../workers/api/app';
import type { ApiParts, App } from '../../workers/api/parts';
import { wireApi } from '../../workers/api/wire-api';
import type { Submit } from '../../workers/submit';
import { Play, rulesOf } from '../support/builders';
import { databaseForFile } from '../support/engines';
import { audience, issuer, makeTestIssuer } from './tokens';
import type { TestIssuer, TokenWish } from './tokens';

export interface TestApi {
  readonly app: App;
  readonly db: Database;
  readonly sent: Command[];
  /** Where a worker for this application finds the same data. */
  readonly machines: { readonly databaseUrl: string; readonly masterKeyFile: string };
  readonly issuer: TestIssuer;
  /** Makes the next commands be answered by this. */
  answerWith(submit: Submit): void;
  bearer(wish?: TokenWish): Promise<{ authorization: string }>;
  /** Writes a case as the engine would, and a dossier for it. */
  giveCase(play: Play): Promise<CaseState>;
  close(): Promise<void>;
}

const nobody = { address: '127.0.0.1:9', namespace: 'relais' };

/** A valid registration; Ruth exists in this file only. */
export const registration = {
  canton: 'sg',
  person: {
    officialName: 'Beispiel',
    firstName: 'Ruth',
    birthDate: '1991-05',
    vn: '756.9217.0769.85',
    phone: '+41 00 000 00 00',
  },
  facts: {
    residence: { canton: 'sg' },
    permit: { category: 'B' },
    refugeeFlag: true,
    drawsBenefits: true,
    problemAreas: [{ area: 'health', grade: 'heavy' }],
    workCapacity: { percent: 40, issuer: 'physician' },
    livelihood: { source: 'social_aid' },
  },
} as const;

export const play = (canton: 'sg' | 'zh' = 'sg'): Play => new Play(rulesOf(canton));

/** Builds everything on a database of its own. Without `temporal` nobody answers there. */
export const makeTestApi = async (
  temporal: { readonly address: string; readonly namespace: string } = nobody,
  change: (parts: ApiParts) => ApiParts = (parts) => parts,
): Promise<TestApi> => {
  const database = await databaseForFile();
  const dir = mkdtempSync(join(tmpdir(), 'relais-api-'));
  const masterKeyFile = join(dir, 'master.key');
  writeFileSync(masterKeyFile, `${randomBytes(32).toString('base64')}\n`);
  const engine = openDatabase(database.url, 'relais_engine');
  const reader = openDatabase(database.url, 'relais_reader');
  const connection = connectTemporal({
    temporalAddress: temporal.address,
    temporalNamespace: temporal.namespace,
  });
  const config = {
    profile: 'test' as const,
    oidcIssuer: issuer,
    oidcAudience: audience,
    masterKeyFile,
  };
  const testIssuer = await makeTestIssuer();
  const wired = wireApi({ config, engine, reader, temporal: connection });
  const sent: Command[] = [];
  let submit: Submit = wired.submit;
  const app = await buildApp(
    change({
      ...wired,
      verify: testIssuer.verify,
      page: new Map(),
      submit: (command) => {
        sent.push(command);
        return submit(command);
      },
    }),
  );
  return {
    app,
    db: engine,
    machines: { databaseUrl: database.url, masterKeyFile },
    sent,
    issuer: testIssuer,
    answerWith: (next) => {
      submit = next;
    },
    bearer: async (wish) => ({ authorization: `Bearer ${await testIssuer.token(wish)}` }),
    giveCase: async (played) => {
      const state = { ...played.state, id: randomUUID(), dossierRef: randomUUID() } as CaseState;
      await wired.dossiers.putDossier({
        caseId: state.id,
        ref: state.dossierRef,
        canton: state.canton,
        dossier: { person: { ...registration.person, vn: '7569217076985' }, facts: dossierFacts },
        by: { userId: 'sg-rav-officer', institutionId: 'sg-rav', role: 'officer' },
      });
      await makeCaseStore(engine).record({
        caseId: state.id,
        basedOn: 0,
        commandId: randomUUID(),
        state: { ...state, version: 1 },
        events: played.events.map((event) =>
          event.type === 'caseRegistered'
            ? { ...event, data: { ...event.data, dossierRef: state.dossierRef } }
            : event,
        ),
        notices: [],
      });
      return { ...state, version: 1 };
    },
    close: async () => {
      await app.close();
      await Promise.all([connection.close(), engine.$disconnect(), reader.$disconnect()]);
      await database.drop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
};

const dossierFacts = {
  ...registration.facts,
  residence: { ...registration.facts.residence },
  problemAreas: [...registration.facts.problemAreas],
};
