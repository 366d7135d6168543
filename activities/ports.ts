/** What the activities need from the outside: the interfaces that `infra/` implements. */
import type {
  Actor,
  Calendar,
  CantonCode,
  CaseEvent,
  CaseId,
  Clock,
  Command,
  Dossier,
  InstitutionId,
  PolicyDocument,
  Presence,
  RolloutProgress,
  RulesKind,
  RunningPolicy,
  Verdict,
} from '../schemas/index';
import type { Handover } from '../domain/case/handover';
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
  /** W3C trace context of the request behind it. */
  readonly traceparent?: string | undefined;
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
  /**
   * Open cases of the canton about the person with this AHV number, the one that stays first: the
   * oldest. Seen from `own`: without those that people told apart from it, and after a later one that
   * was judged before this one could be seen (two registrations in one moment).
   */
  findCasesByAhv(canton: CantonCode, vn: string, own?: CaseId): Promise<readonly CaseId[]>;
}

/** Where the dossier of a case begins that the engine itself registers. */
export interface DossierShelf {
  /** Keeps a dossier. Idempotent by (caseId, ref): the first one stays. */
  putDossier(given: {
    readonly caseId: CaseId;
    readonly ref: string;
    readonly canton: CantonCode;
    readonly dossier: Dossier;
    readonly by: Actor;
  }): Promise<void>;
  /** Removes a dossier that no step of the case refers to, after a refused command. */
  removeUnused(caseId: CaseId, ref: string): Promise<void>;
  /** Destroys everything personal of a case, its key first. Idempotent. */
  eraseCase(caseId: CaseId): Promise<void>;
}

/** Where handovers begin, each a workflow beside the cases it is about. */
export interface HandoverStarter {
  /** A second call for the same event changes nothing. */
  startHandover(handover: Handover): Promise<void>;
}

/** The engine's way into other cases than the one it works on. */
export interface CaseLine {
  /** An id that follows from the words alone. */
  idFrom(...words: readonly string[]): CaseId;
  /**
   * Gives a command; a second call with the same command id changes nothing. `refused`: for a reason
   * that does not pass by itself. Throws when the case did not answer in time.
   */
  tell(command: Command): Promise<'taken' | 'refused'>;
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
  /** The mandatory referrals that a canton has adopted, in force on a date. */
  findDuties(query: { canton: CantonCode; on: string }): Promise<readonly PolicyDocument[]>;
  /** One version of one policy. Throws when it was never published. */
  getPolicy(id: string, version: string): Promise<PolicyDocument>;
}

export interface CalendarStore {
  /** The calendars of a canton, complete for the years around a date. Throws when there is none. */
  getCalendars(canton: CantonCode, around: string): Promise<CantonCalendars>;
}

export interface CantonCalendars {
  readonly calendar: Calendar;
  /** Those of the institutions of the canton whose days differ from it. */
  readonly calendars?: Readonly<Record<InstitutionId, Calendar>> | undefined;
}

/** FEEL, three-valued: `null` is unknown. */
export interface Expressions {
  evaluate(expression: string, facts: object): boolean | null;
  /** The facts an expression looks at, as dotted paths, in order of appearance. */
  references(expression: string): readonly string[];
}

export interface Directory {
  /**
   * The roles that somebody present holds on a day, for each of the institutions that has people in
   * the directory; the others are left out.
   */
  listPresence(query: {
    readonly institutionIds: readonly InstitutionId[];
    readonly on: string;
  }): Promise<readonly Presence[]>;
}

/** Rung after a step was written, so that the relay need not wait for its poll. May be lost. */
export interface RelayBell {
  ring(): void;
}

export interface OpenCases {
  /** Ids of cases that are not closed, in their order. */
  listOpenPage(page: {
    readonly after?: CaseId | undefined;
    readonly limit: number;
  }): Promise<CaseId[]>;
}

export interface CalendarKeeper {
  /** Sees to it that the calendars of all cantons reach years past a day (plain date). Idempotent. */
  keepCalendars(on: string): Promise<void>;
}

export interface EndedCases {
  /** Ids after `after` of closed cases that were kept until a day before `on` (plain date) and not longer. */
  listRetentionEnded(query: {
    readonly on: string;
    readonly after?: CaseId | undefined;
    readonly limit: number;
  }): Promise<CaseId[]>;
}

export interface CaseReviver {
  /** Runs an open case from its recorded state, unless it runs: then nothing changes. */
  reviveCase(caseId: CaseId, clock: Clock): Promise<'revived' | 'running'>;
}

/** What a running case must know of the rules, loaded once and kept in its history. */
export interface Rules extends CantonCalendars {
  readonly policy: RunningPolicy;
}

/** Rules that were published, and for whom: a version of a policy, or a calendar of one canton. */
export interface PublishedRules {
  readonly kind: RulesKind;
  /** The id of the policy, or the canton of the calendar. */
  readonly subject: string;
  readonly version: string;
  readonly cantons: readonly CantonCode[];
}

export interface RolloutStore {
  /** Open cases that live by the policy or the calendar, in order of their ids. */
  listOpenCases(
    rules: PublishedRules,
    page: { readonly after?: CaseId | undefined; readonly limit: number },
  ): Promise<CaseId[]>;
  countOpenCases(rules: PublishedRules, after?: CaseId): Promise<number>;
  isOpen(caseId: CaseId): Promise<boolean>;
  /** Keeps how far a rollout is; the last one counts. */
  saveProgress(rolloutId: string, progress: RolloutProgress): Promise<void>;
}

/**
 * `late`: no answer in time, may be tried again. `lost`: the case is open and nobody runs it, or it
 * refused for a reason that will not pass by itself.
 */
export type MoveOutcome = 'moved' | 'unchanged' | 'closed' | 'late' | 'lost';

export interface CaseMover {
  /** Lets a case take up the rules in force today; a second call with the same id changes nothing. */
  moveCase(caseId: CaseId, commandId: string, askAgain: boolean): Promise<MoveOutcome>;
}
