/** The composition root: config → adapters → ports → activities. Only here everybody is known. */
import { makeActivities } from '../activities/index';
import type { Activities } from '../activities/index';
import type { CaseReviver, CaseStore } from '../activities/ports';
import { makeCriteria } from '../domain/criteria/advise';
import { nameTokens } from '../domain/person/duplicates';
import { loadKeyring } from '../infra/crypto/keyring';
import { makeExpressions } from '../infra/feel/expressions';
import { makeCalendarStore } from '../infra/prisma/calendar-store';
import { makeCaseStore } from '../infra/prisma/case-store';
import type { Database } from '../infra/prisma/database';
import { openDatabase } from '../infra/prisma/database';
import { makeDirectoryStore } from '../infra/prisma/directory-store';
import { makeDossierStore } from '../infra/prisma/dossier-store';
import { makePolicyStore } from '../infra/prisma/policy-store';
import { makeRelayBell } from '../infra/prisma/relay-bell';
import { makeRetentionStore } from '../infra/prisma/retention-store';
import { makeRolloutStore } from '../infra/prisma/rollout-store';
import { makeRunningCases } from '../infra/prisma/running-cases';
import { makeVerdictStore } from '../infra/prisma/verdict-store';
import { loadCalendars } from './seed/load-calendars';
import { makeCaseLine } from './case-line';
import { makeCaseMover } from './move-case';
import type { StartHandover } from './start-handover';
import type { Submit } from './submit';

export interface Wired {
  readonly activities: Activities;
  readonly db: Database;
}

/** A worker without a way into the cases can run them, but moves none and hands nothing over. */
const noWay: Submit = () => {
  throw new Error('this worker was wired without a way into the cases');
};

const nowhere: StartHandover = () => {
  throw new Error('this worker was wired without a place where handovers begin');
};

const nobody: CaseReviver = {
  reviveCase: () => {
    throw new Error('this worker was wired without a way to run cases again');
  },
};

/** Builds the activities on a database; close `db` when done. */
export const wireActivities = (at: {
  readonly databaseUrl: string;
  readonly masterKeyFile: string;
  readonly submit?: Submit;
  readonly startHandover?: StartHandover;
  readonly reviverOn?: (cases: CaseStore) => CaseReviver;
}): Wired => {
  const db = openDatabase(at.databaseUrl, 'relais_engine');
  const keyring = loadKeyring(at.masterKeyFile);
  const rollouts = makeRolloutStore(db);
  const submit = at.submit ?? noWay;
  const dossiers = makeDossierStore(db, keyring, nameTokens);
  const cases = makeCaseStore(db);
  const activities = makeActivities({
    cases,
    dossiers,
    shelf: dossiers,
    line: makeCaseLine(submit),
    handovers: { startHandover: at.startHandover ?? nowhere },
    verdicts: makeVerdictStore(db, keyring),
    policies: makePolicyStore(db),
    calendars: makeCalendarStore(db),
    criteria: makeCriteria(makeExpressions()),
    directory: makeDirectoryStore(db),
    bell: makeRelayBell(db),
    rollouts,
    open: makeRunningCases(db),
    ended: makeRetentionStore(db),
    keeper: {
      keepCalendars: async (on) => {
        await loadCalendars(makeCalendarStore(db), on);
      },
    },
    reviver: at.reviverOn?.(cases) ?? nobody,
    mover: makeCaseMover({ submit, cases: rollouts }),
  });
  return { activities, db };
};
