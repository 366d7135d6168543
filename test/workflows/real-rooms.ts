/** The real activities on a database of their own, with the rules published as `npm start` does. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Activities } from '../../activities/index';
import { calendarsFor } from '../../infra/calendars/calendars';
import { loadKeyring } from '../../infra/crypto/keyring';
import { loadPolicies } from '../../infra/policies';
import { makeCalendarStore } from '../../infra/prisma/calendar-store';
import type { Database } from '../../infra/prisma/database';
import { makeDossierStore } from '../../infra/prisma/dossier-store';
import { makePolicyStore } from '../../infra/prisma/policy-store';
import type { CaseEvent, CaseId } from '../../schemas/index';
import type { Submit } from '../../workers/submit';
import { wireActivities } from '../../workers/wire';
import { officer } from '../support/builders';
import { databaseForFile } from '../support/engines';
import { dossierOf } from './facts';
import { dossierRef } from './stories';

export interface Rooms {
  readonly databaseUrl: string;
  readonly masterKeyFile: string;
  readonly activities: Activities;
  readonly db: Database;
  keepDossier(caseId: CaseId, canton?: 'sg' | 'zh', ref?: string): Promise<void>;
  /** What happened, as Postgres has it. */
  events(caseId: CaseId): Promise<CaseEvent[]>;
  close(): Promise<void>;
}

const publishRules = async (db: Database): Promise<void> => {
  for (const document of loadPolicies()) await makePolicyStore(db).publishPolicy(document);
  for (const canton of ['sg', 'zh'] as const)
    await makeCalendarStore(db).publishCalendar(calendarsFor(canton, 2025, 2032));
};

type Ways = Omit<Parameters<typeof wireActivities>[0], 'databaseUrl' | 'masterKeyFile' | 'submit'>;

/** `submit` is the way into the cases for rollouts; stories without one need none, nor further ways. */
export async function openRooms(submit?: Submit, ways: Ways = {}): Promise<Rooms> {
  const database = await databaseForFile();
  const folder = mkdtempSync(join(tmpdir(), 'relais-key-'));
  const masterKeyFile = join(folder, 'master.key');
  writeFileSync(masterKeyFile, `${randomBytes(32).toString('base64')}\n`);
  const { activities, db } = wireActivities({
    databaseUrl: database.url,
    masterKeyFile,
    ...(submit === undefined ? {} : { submit }),
    ...ways,
  });
  await publishRules(db);
  const dossiers = makeDossierStore(db, loadKeyring(masterKeyFile));
  return {
    databaseUrl: database.url,
    masterKeyFile,
    activities,
    db,
    keepDossier: (caseId, canton = 'sg', ref = dossierRef) =>
      dossiers.putDossier({
        caseId,
        ref,
        canton,
        dossier: dossierOf(canton),
        by: officer(`${canton}-rav`),
      }),
    events: async (caseId) => {
      const rows = await db.caseEventRecord.findMany({
        where: { caseId },
        orderBy: { seq: 'asc' },
      });
      return rows.map(({ event }) => event as unknown as CaseEvent);
    },
    close: async () => {
      await db.$disconnect();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
