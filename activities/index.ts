/** All activities, built from their ports. */
import { makeEvaluateCriteria } from './evaluate';
import type {
  CalendarStore,
  CaseStore,
  DossierStore,
  PolicyStore,
  RelayBell,
  VerdictStore,
} from './ports';
import type { Criteria } from './evaluate';
import { makeRecord } from './record';
import { makeLoadRules } from './rules';

export interface ActivityPorts {
  readonly cases: CaseStore;
  readonly dossiers: DossierStore;
  readonly verdicts: VerdictStore;
  readonly policies: PolicyStore;
  readonly calendars: CalendarStore;
  readonly criteria: Criteria;
  readonly bell: RelayBell;
}

export const makeActivities = (ports: ActivityPorts) => ({
  record: makeRecord(ports.cases, ports.bell),
  loadRules: makeLoadRules(ports.policies, ports.calendars),
  evaluateCriteria: makeEvaluateCriteria(ports),
});

export type Activities = ReturnType<typeof makeActivities>;
