/** All activities, built from their ports. */
import { makeWhoIsThere } from './directory';
import { makeEvaluateCriteria } from './evaluate';
import type {
  CalendarKeeper,
  CalendarStore,
  CaseLine,
  CaseMover,
  CaseReviver,
  CaseStore,
  Directory,
  DossierShelf,
  DossierStore,
  EndedCases,
  HandoverStarter,
  OpenCases,
  PolicyStore,
  RelayBell,
  RolloutStore,
  VerdictStore,
} from './ports';
import type { Criteria } from './evaluate';
import { makeBeginHandover, makeFindCoordination, makeHandOver } from './handover';
import { makeRecord } from './record';
import { makeListCasesToRecover, makeReviveCases } from './recover';
import { makeEraseEnded, makeKeepCalendars, makeListRetentionEnded } from './survey';
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
  readonly directory: Directory;
  readonly rollouts: RolloutStore;
  readonly mover: CaseMover;
  readonly shelf: DossierShelf;
  readonly line: CaseLine;
  readonly handovers: HandoverStarter;
  readonly open: OpenCases;
  readonly reviver: CaseReviver;
  readonly ended: EndedCases;
  readonly keeper: CalendarKeeper;
}

export const makeActivities = (ports: ActivityPorts) => ({
  record: makeRecord(ports.cases, ports.bell),
  loadRules: makeLoadRules(ports.policies, ports.calendars),
  evaluateCriteria: makeEvaluateCriteria(ports),
  whoIsThere: makeWhoIsThere(ports.directory),
  listCasesToMove: makeListCasesToMove(ports),
  moveCases: makeMoveCases(ports),
  saveProgress: makeSaveProgress(ports),
  findCoordination: makeFindCoordination(ports.policies),
  handOver: makeHandOver(ports),
  beginHandover: makeBeginHandover(ports.handovers),
  listCasesToRecover: makeListCasesToRecover(ports.open),
  reviveCases: makeReviveCases(ports.reviver),
  listRetentionEnded: makeListRetentionEnded(ports.ended),
  eraseEnded: makeEraseEnded(ports.line),
  keepCalendars: makeKeepCalendars(ports.keeper),
});

export type Activities = ReturnType<typeof makeActivities>;
