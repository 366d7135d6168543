/** Texts of rules: read and checked, published, and the move of the open cases begun. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { localDate } from '../../domain/deadlines/dates';
import type { Caller } from '../../infra/oidc/verify';
import { calendarsOfCanton } from '../../infra/calendars/calendars';
import type { DatedCalendar } from '../../infra/calendars/calendars';
import { readCorrections } from '../../infra/calendars/corrections';
import { checkPolicyText } from '../../infra/policies';
import { refused } from '../../infra/temporal/refusals';
import { parseDocuments } from '../../infra/yaml-source';
import type { Problem } from '../../infra/yaml-source';
import type { CantonCode, PolicyDocument, Rollout } from '../../schemas/index';
import { rolloutIdOf } from '../../workflows/contract';
import { InvalidRules } from './invalid-rules';
import type { PublicationRoom } from './parts';
import type { Proposal } from './proposal';

/** Only coordinators publish rules; called before anything of a text is read. */
export const coordinatorOf = ({ actor, canton }: Caller): CantonCode => {
  if (actor.role !== 'coordinator') throw refused('not_permitted');
  return canton;
};

const Named = z.looseObject({ running: z.looseObject({ id: z.string(), version: z.string() }) });

/** Ids and versions in a text, right or wrong in everything else. */
const namedIn = (text: string) =>
  parseDocuments(text, '', Named).flatMap(({ value, lineOf }) =>
    value === undefined ? [] : [{ ...value.running, lineOf }],
  );

export interface PolicyText {
  readonly text: string;
  /** The id the text must be about; whatever it says when absent. */
  readonly id?: string | undefined;
  /** Domain instant. */
  readonly now: string;
}

export interface ReadPolicy {
  readonly document: PolicyDocument;
  /** True when this very version is published already. */
  readonly known: boolean;
}

const isSame = (one: { id: string; version: string }, other: { id: string; version: string }) =>
  one.id === other.id && one.version === other.version;

/**
 * The one version that is not published yet, or the last of a text that is published already;
 * undefined when there are several. Throws `already_published`.
 */
const addedBy = (
  documents: readonly PolicyDocument[],
  published: readonly PolicyDocument[],
): PolicyDocument | undefined => {
  const added = documents.filter((document) => {
    const twin = published.find(({ running }) => isSame(running, document.running));
    if (twin === undefined || isDeepStrictEqual(twin, document)) return twin === undefined;
    const { id: policyId, version } = twin.running;
    throw refused('already_published', { policyId, version });
  });
  return added.length > 1 ? undefined : (added[0] ?? documents.at(-1));
};

/** What is wrong with a version that is right in itself. */
const faultOf = (
  document: PolicyDocument,
  { known, id, today }: { known: boolean; id: string | undefined; today: string },
): Pick<Problem, 'rule' | 'expected'> | undefined => {
  if (id !== undefined && document.running.id !== id)
    return { rule: 'running.id', expected: `"${id}"` };
  // What was decided before was decided without it: nobody knew it earlier.
  if (!known && document.knownSince < today)
    return { rule: 'knownSince', expected: `${today} or a later day` };
  return undefined;
};

/**
 * Reads the version of a policy that a text adds to the published ones; it may stand beside those,
 * as in a file of `policies/`. Throws `InvalidRules` with every mistake, and the refusal
 * `already_published` for other contents under a published version.
 */
export const readPolicy = async (
  room: PublicationRoom,
  { text, id, now }: PolicyText,
): Promise<ReadPolicy> => {
  const named = namedIn(text);
  const file = `${id ?? named[0]?.id ?? 'policy'}.yaml`;
  const published = await room.rules.policies.listPolicies({});
  const isNamed = ({ running }: PolicyDocument): boolean =>
    named.some((one) => isSame(one, running));
  const others = published.filter((one) => !isNamed(one));
  const { documents, problems } = checkPolicyText(text, file, others);
  if (problems.length > 0) throw new InvalidRules(problems);
  const document = addedBy(documents, published);
  if (document === undefined)
    throw new InvalidRules([{ file, line: 1, rule: 'document', expected: 'one new version' }]);
  const { running } = document;
  const known = published.some((one) => isSame(one.running, running));
  const fault = faultOf(document, { known, id, today: localDate(now) });
  if (fault === undefined) return { document, known };
  const line = named.find((one) => isSame(one, running))?.lineOf(fault.rule.split('.')) ?? 1;
  throw new InvalidRules([{ file, line, ...fault }]);
};

/**
 * A policy belongs to the cantons that work by it: a coordinator of one of them may publish it, and
 * nobody takes it over from outside. Throws `not_permitted`.
 */
export const mustWorkBy = async (
  room: PublicationRoom,
  document: PolicyDocument,
  canton: CantonCode,
): Promise<void> => {
  const published = await room.rules.policies.listPolicies({});
  const newest = published.find(
    ({ running }) =>
      running.id === document.running.id && running.version !== document.running.version,
  );
  const adopts = ({ adoptedBy }: PolicyDocument): boolean =>
    adoptedBy.some((adoption) => adoption.canton === canton);
  if (![document, ...(newest === undefined ? [] : [newest])].every(adopts))
    throw refused('not_permitted');
};

/** Nothing is left to do; after a failure of single cases there is. */
const isSettled = ({ state, failed }: Rollout): boolean =>
  state === 'superseded' || (state === 'done' && failed.length === 0);

/** Reads corrections and makes the calendars of the canton from them. Throws `InvalidRules`. */
export const readCalendars = async (
  room: PublicationRoom,
  {
    canton,
    text,
    now,
  }: { readonly canton: CantonCode; readonly text: string; readonly now: string },
): Promise<readonly DatedCalendar[]> => {
  const { corrections, problems } = readCorrections(text, `${canton}.yaml`);
  if (problems.length > 0) throw new InvalidRules(problems);
  const { calendar } = await room.rules.calendars.getCalendars(canton, localDate(now));
  const fromYear = Number(calendar.coversFrom.slice(0, 4));
  const toYear = Number(calendar.coversTo.slice(0, 4));
  return calendarsOfCanton(canton, { fromYear, toYear }, corrections);
};

export interface Publishing {
  readonly proposal: Pick<Proposal, 'rules' | 'on' | 'now' | 'moves'>;
  readonly caller: Caller;
  /** True when nothing was published that was not before. */
  readonly repeated: boolean;
}

/**
 * Begins to move the open cases to rules that are published. Repeating it begins nothing twice, and
 * makes good for a process that died between publishing and this.
 */
export const beginRollout = async (
  { rollouts, startRollout, clock }: PublicationRoom,
  { proposal, caller, repeated }: Publishing,
): Promise<Rollout> => {
  const { rules, on: startsOn, now: startedAt, moves } = proposal;
  const id = rolloutIdOf(rules);
  const before = await rollouts.findRollout(caller.canton, id);
  if (repeated && before !== undefined && isSettled(before)) return before;
  const startedBy = caller.actor.userId;
  await rollouts.begin({
    id,
    rules,
    startsOn,
    startedAt,
    startedBy,
    state: moves ? 'waiting' : 'done',
  });
  if (moves) await startRollout({ rules, startsOn, clock: await clock.getClock() });
  const begun = await rollouts.findRollout(caller.canton, id);
  if (begun === undefined) throw refused('not_found');
  return begun;
};
