/** What the activities need from the outside: the interfaces that `infra/` implements. */
import type {
  Calendar,
  CantonCode,
  CaseEvent,
  CaseId,
  Dossier,
  PolicyDocument,
  RunningPolicy,
  Verdict,
} from '../schemas/index';
import type { CaseState } from '../domain/case/state';
import type { OutgoingNotice } from '../domain/case/react';

/**
 * One step of one case: everything that becomes true together.
 * Idempotency key: (caseId, commandId). `basedOn` is the version the step was decided on.
 */
export interface Step {
  readonly caseId: CaseId;
  readonly basedOn: number;
  readonly commandId: string;
  readonly state: CaseState;
  readonly events: readonly CaseEvent[];
  readonly notices: readonly OutgoingNotice[];
}

/**
 * `repeated`: this very command was written before; what was written then counts, even if it was
 * decided at another moment. `overtaken`: the case is further than this step knows. `conflict`: the
 * case is missing or behind (a database put back to an older day); final, a person must look.
 */
export type StepOutcome = 'written' | 'repeated' | 'overtaken' | 'conflict';

/** What stands instead of a step that was not written. */
export interface Standing {
  readonly state: CaseState;
  /** True when the command itself is part of it; else it must be decided again. */
  readonly taken: boolean;
}

export interface CaseStore {
  /** Writes events, read model and outbox in one statement, by compare-and-set on the version. */
  record(step: Step): Promise<StepOutcome>;
  /** The state as it was last written. Throws when there is no such case. */
  getState(caseId: CaseId): Promise<CaseState>;
}

export interface DossierStore {
  /** The dossier behind a reference, decrypted. Throws when the reference is unknown. */
  getDossier(caseId: CaseId, ref: string): Promise<Dossier>;
}

export interface VerdictStore {
  /** Keeps a verdict with its reasons, encrypted; a second call with the same id writes nothing. */
  saveVerdict(verdict: StoredVerdict): Promise<void>;
}

export interface StoredVerdict {
  readonly verdictId: string;
  readonly caseId: CaseId;
  readonly dossierRef: string;
  readonly decidedAt: string;
  readonly verdict: Verdict;
}

export interface PolicyStore {
  /**
   * The policy in force on a date, the named one or the case policy of a canton; as it is known now,
   * or as it was known on an earlier date.
   */
  findPolicy(query: {
    canton?: CantonCode | undefined;
    policyId?: string | undefined;
    on: string;
    knownOn?: string | undefined;
  }): Promise<PolicyDocument | undefined>;
  /** One version of one policy. Throws when it was never published. */
  getPolicy(id: string, version: string): Promise<PolicyDocument>;
}

export interface CalendarStore {
  /** The calendar of a canton, complete for the years around a date. */
  getCalendar(canton: CantonCode, around: string): Promise<Calendar>;
}

/** FEEL, three-valued: `null` is unknown. */
export interface Expressions {
  evaluate(expression: string, facts: object): boolean | null;
  /** The facts an expression looks at, as dotted paths, in order of appearance. */
  references(expression: string): readonly string[];
}

/** Rung after a step was written, so that the relay need not wait for its poll. May be lost. */
export interface RelayBell {
  ring(): void;
}

/** What a running case must know of the rules, loaded once and kept in its history. */
export interface Rules {
  readonly policy: RunningPolicy;
  readonly calendar: Calendar;
}
