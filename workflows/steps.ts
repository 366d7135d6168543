/** The steps of one case. What the case remembers goes from hand to hand; each step records it. */
import type { Rules } from '../activities/ports';
import { decide } from '../domain/case/decide';
import { handoversOf } from '../domain/case/handover';
import { needsVerdict, noticesOf } from '../domain/case/react';
import type { CaseState } from '../domain/case/state';
import { toEngine } from '../domain/deadlines/clock';
import { localDate } from '../domain/deadlines/dates';
import type { NextFiring } from '../domain/deadlines/deadline';
import { nextFiring } from '../domain/deadlines/deadline';
import { askedAbout } from '../domain/directory/recipients';
import type {
  Actor,
  AnyCommandBody,
  CaseEvent,
  CaseId,
  Clock,
  Command,
  Presence,
  Refusal,
} from '../schemas/index';
import type { CommandAnswer } from './contract';
import { domainNow } from './now';
import { asksDirectory } from './patches';
import {
  beginHandover,
  evaluateCriteria,
  findCoordination,
  loadRules,
  record,
  whoIsThere,
} from './proxies';
import { refusalFailure } from './refuse';

/** What a running case holds in memory; rebuilt by replay. */
export interface Memory {
  readonly caseId: CaseId;
  clock: Clock;
  state: CaseState | undefined;
  rules: Rules | undefined;
}

const engine: Actor = { userId: 'engine', role: 'system' };
/** A calendar must reach this far beyond today, or it is fetched anew. */
const calendarAheadMs = 500 * 86_400_000;

const rulesFor = async ({ clock, state, rules }: Memory, { body }: Command): Promise<Rules> => {
  const now = domainNow(clock);
  // Rules come into force at midnight in Switzerland, when it is still yesterday in UTC.
  const on = localDate(now);
  if (state === undefined) {
    if (body.kind !== 'registerCase') throw refusalFailure({ code: 'not_found', details: {} });
    return loadRules({ canton: body.canton, policyId: body.policyId, on });
  }
  const { canton, policyId, policyVersion } = state;
  if (body.kind === 'adoptRules') return loadRules({ canton, policyId, on });
  const coveredMs = Date.parse(rules?.calendar.coversTo ?? now) - Date.parse(now);
  if (rules !== undefined && coveredMs > calendarAheadMs) return rules;
  return loadRules({ canton, policyId, policyVersion, on });
};

/** Rules that were offered count once the case works by them, which another attempt may have done. */
const adopted = async ({ clock, state }: Memory, offered: Rules): Promise<Rules> => {
  if (state === undefined || state.policyVersion === offered.policy.version) return offered;
  const { canton, policyId, policyVersion } = state;
  return loadRules({ canton, policyId, policyVersion, on: localDate(domainNow(clock)) });
};

/** Nobody moves to a canton without rules: there would be no office to go to. Throws the refusal. */
const knowCanton = async ({ clock }: Memory, { body }: Command): Promise<void> => {
  if (body.kind === 'moveCanton')
    await findCoordination({ canton: body.to, on: localDate(domainNow(clock)) });
};

const traceOf = ({ traceparent }: Command): Pick<Command, 'traceparent'> =>
  traceparent === undefined ? {} : { traceparent };

/**
 * Decides, records in one statement, goes on from there. Throws the refusal.
 * A task that died after it recorded is done again and finds its own steps standing: what stands
 * counts, and a command that is not part of it is decided again on it.
 */
const step = async (memory: Memory, command: Command): Promise<readonly CaseEvent[]> => {
  const { caseId, clock, state: before } = memory;
  const { commandId } = command;
  const rules = await rulesFor(memory, command);
  const adopts = command.body.kind === 'adoptRules';
  if (!adopts) memory.rules = rules;
  await knowCanton(memory, command);
  const outcome = decide(before, command, { now: domainNow(clock), ...rules });
  if (!outcome.ok) throw refusalFailure(outcome.refusal);
  const { events, state } = outcome;
  const notices = noticesOf(state, events);
  const basedOn = before?.version ?? 0;
  const written = { caseId, basedOn, commandId, state, events, notices, ...traceOf(command) };
  const stands = await record(written);
  memory.state = stands?.state ?? state;
  if (adopts) memory.rules = await adopted(memory, rules);
  return stands === undefined || stands.taken ? events : step(memory, command);
};

/** A step that the engine asks of itself. Its refusal is no answer to anybody: it fails the task. */
const stepOfEngine = async (
  memory: Memory,
  commandId: string,
  body: AnyCommandBody,
): Promise<readonly CaseEvent[]> => {
  const before = memory.state?.version;
  try {
    return await step(memory, { commandId, caseId: memory.caseId, actor: engine, body });
  } catch (error) {
    // Refused on a state that another attempt had brought further: it was done then, or is moot.
    if (memory.state?.version !== before) return [];
    throw new Error(`${body.kind} of the engine was refused`, { cause: error });
  }
};

/** Asks the criteria about the facts as they are now; the advice is a step of its own. */
const askCriteria = async (memory: Memory, cause: string): Promise<void> => {
  const { caseId, state, clock } = memory;
  if (state === undefined) return;
  const { canton, dossierRef, policyId, policyVersion, version } = state;
  const verdict = await evaluateCriteria({
    caseId,
    verdictId: `${caseId}:${String(version)}`,
    dossierRef,
    canton,
    policyId,
    policyVersion,
    decidedAt: domainNow(clock),
  });
  await stepOfEngine(memory, `${cause}:verdict`, { kind: 'recordVerdict', verdict });
};

/** Why a command would be refused now; the loop decides again when its turn comes. */
export const weigh = ({ clock, rules, state }: Memory, command: Command): Refusal | undefined => {
  if (rules === undefined) return undefined; // the first command loads the rules
  const outcome = decide(state, command, { now: domainNow(clock), ...rules });
  // Only the loop can load the rules in force today, and see whether they are others.
  if (outcome.ok || outcome.refusal.code === 'rules_unchanged') return undefined;
  return outcome.refusal;
};

/** What the step caused in other cases goes its own way. */
const handOn = async ({ state }: Memory, events: readonly CaseEvent[]): Promise<void> => {
  if (state === undefined) return;
  for (const handover of handoversOf(state, events)) await beginHandover(handover);
};

/** Takes a command of a person or an institution. Throws the refusal. */
export const handle = async (memory: Memory, command: Command): Promise<CommandAnswer> => {
  const events = await step(memory, command);
  if (needsVerdict(events, memory.state)) await askCriteria(memory, command.commandId);
  await handOn(memory, events);
  const { version = 0, status = 'draft' } = memory.state ?? {};
  return { commandId: command.commandId, version, status };
};

const nextDue = ({ state }: Memory): NextFiring | undefined =>
  state === undefined ? undefined : nextFiring(state.deadlines);

/** Who is there today at the institutions that a firing may reach. */
const presence = async (
  { state, clock }: Memory,
  due: NextFiring,
): Promise<{ readonly present?: Presence[] }> => {
  const institutionIds = state === undefined ? [] : askedAbout(state, due);
  if (institutionIds.length === 0 || !asksDirectory()) return {};
  const on = localDate(domainNow(clock));
  return { present: [...(await whoIsThere({ institutionIds, on }))] };
};

/** Lets every deadline that is due speak, earliest first. */
export const reachDeadlines = async (memory: Memory): Promise<void> => {
  for (let due = nextDue(memory); due !== undefined; due = nextDue(memory)) {
    const { key, level, kind: deadline, at } = due;
    if (Date.parse(at) > Date.parse(domainNow(memory.clock))) return;
    const present = await presence(memory, due);
    const body = { kind: 'reachDeadline', key, level, deadline, ...present } as const;
    const cause = `deadline:${key}:${level}:${at}`;
    const events = await stepOfEngine(memory, cause, body);
    if (needsVerdict(events, memory.state)) await askCriteria(memory, cause);
  }
};

/** Engine instant of the next due event, while there is one. */
export const wakeAt = (memory: Memory): string | undefined => {
  const due = nextDue(memory);
  return due === undefined ? undefined : toEngine(memory.clock, due.at);
};
