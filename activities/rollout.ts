/**
 * The steps of a rollout: which cases come next, move them, say how far it is.
 * Idempotency key: the command id, which is one for the whole rollout: a case that took it answers as
 * it did then. Reading and saving twice is harmless. Final: nothing; whatever fails is tried again,
 * and a case that can not be reached is named instead of holding up the others.
 */
import { heartbeat } from '@temporalio/activity';
import type { CaseId, RolloutProgress } from '../schemas/index';
import type {
  CalendarStore,
  CaseMover,
  MoveOutcome,
  PolicyStore,
  PublishedRules,
  RolloutStore,
} from './ports';

export interface CasesQuery {
  readonly rules: PublishedRules;
  /** Plain date: today by the clock of the installation. */
  readonly on: string;
  readonly after?: CaseId | undefined;
  readonly limit: number;
}

export interface CasesToMove {
  /** False when other rules are in force by now. */
  readonly inForce: boolean;
  readonly ids: readonly CaseId[];
  /** How many there are from here on, these included. */
  readonly left: number;
}

export interface MoveOrder {
  readonly ids: readonly CaseId[];
  readonly commandId: string;
  /** The criteria are asked again although the case keeps its own rules. */
  readonly askAgain: boolean;
}

export type Moves = readonly { readonly caseId: CaseId; readonly outcome: MoveOutcome }[];

interface RolloutPorts {
  readonly policies: PolicyStore;
  readonly calendars: CalendarStore;
  readonly rollouts: RolloutStore;
  readonly mover: CaseMover;
}

const atOnce = 8;

const isInForce = async (
  { policies, calendars }: Pick<RolloutPorts, 'policies' | 'calendars'>,
  { kind, subject, version, cantons }: PublishedRules,
  on: string,
): Promise<boolean> => {
  if (kind !== 'calendar') {
    const found = await policies.findPolicy({ policyId: subject, on });
    return found?.running.version === version;
  }
  const [canton] = cantons;
  if (canton === undefined) return false;
  return (await calendars.getCalendars(canton, on)).calendar.version === version;
};

export const makeListCasesToMove =
  (ports: RolloutPorts) =>
  async ({ rules, on, after, limit }: CasesQuery): Promise<CasesToMove> => {
    if (!(await isInForce(ports, rules, on))) return { inForce: false, ids: [], left: 0 };
    const [ids, left] = await Promise.all([
      ports.rollouts.listOpenCases(rules, { after, limit }),
      ports.rollouts.countOpenCases(rules, after),
    ]);
    return { inForce: true, ids, left };
  };

export const makeMoveCases =
  ({ mover }: RolloutPorts) =>
  async ({ ids, commandId, askAgain }: MoveOrder): Promise<Moves> => {
    const moves: { caseId: CaseId; outcome: MoveOutcome }[] = [];
    const waiting = [...ids];
    const lane = async (): Promise<void> => {
      for (let caseId = waiting.shift(); caseId !== undefined; caseId = waiting.shift()) {
        moves.push({ caseId, outcome: await mover.moveCase(caseId, commandId, askAgain) });
        heartbeat(moves.length);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    return moves;
  };

export const makeSaveProgress =
  ({ rollouts }: RolloutPorts) =>
  (rolloutId: string, progress: RolloutProgress): Promise<void> =>
    rollouts.saveProgress(rolloutId, progress);
