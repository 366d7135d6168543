/** All activities, built from their ports. */
import { makeEvaluateCriteria } from './evaluate';
import type {
  CalendarStore,
  CaseMover,
  CaseStore,
  DossierStore,
  PolicyStore,
  RelayBell,
  RolloutStore,
  VerdictStore,
} from './ports';
import type { Criteria } from './evaluate';
import { makeRecord } from './record';
import { makeListCasesToMove, makeMoveCases, makeSaveProgress } from './rollout';
import { makeLoadRules } from './rules';

export interface ActivityPorts {
  readonly cases: CaseStore;
  readonly dossiers: DossierStore;
  readonly verdicts: VerdictStore;
  readonly policies: PolicyStore;
  readonly calendars: CalendarStore;
  readonly criteria: Criteria;
  readonly bell: RelayBell;
  readonly rollouts: RolloutStore;
  readonly mover: CaseMover;
}

export const makeActivities = (ports: ActivityPorts) => ({
  record: makeRecord(ports.cases, ports.bell),
  loadRules: makeLoadRules(ports.policies, ports.calendars),
  evaluateCriteria: makeEvaluateCriteria(ports),
  listCasesToMove: makeListCasesToMove(ports),
  moveCases: makeMoveCases(ports),
  saveProgress: makeSaveProgress(ports),
});

export type Activities = ReturnType<typeof makeActivities>;
