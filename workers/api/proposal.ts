/** Rules that are not published yet, laid over the published ones as if they were. */
import type {
  CalendarStore,
  CantonCalendars,
  PolicyStore,
  PublishedRules,
} from '../../activities/ports';
import { addDays, localDate, localInstant } from '../../domain/deadlines/dates';
import { counts, triedOn } from '../../domain/rollout/period';
import type { PreviewFilter } from '../../infra/prisma/preview-store';
import type { CantonCode, PolicyDocument } from '../../schemas/index';

/** New rules with everything a preview must know of them. */
export interface Proposal {
  readonly rules: PublishedRules;
  /** Domain instant. */
  readonly now: string;
  /** Plain date: the day whose rules are tried. */
  readonly on: string;
  /** True when cases go over to the rules; rules for days gone by move nobody. */
  readonly moves: boolean;
  /** Which open cases, and which verdicts of theirs, the rules touch. */
  readonly filter: PreviewFilter;
  /** The published rules with the new ones among them. */
  readonly policies: PolicyStore;
  readonly calendars: CalendarStore;
  /** True when the new rules judge what is judged on a day. */
  judgesOn(day: string): boolean;
}

export interface RulesRoom {
  readonly policies: PolicyStore & {
    listPolicies(wish: { canton?: CantonCode | undefined }): Promise<readonly PolicyDocument[]>;
  };
  readonly calendars: CalendarStore;
}

/** The same question is asked once. */
const remember = <Query extends object, Answer>(
  ask: (query: Query) => Promise<Answer>,
): ((query: Query) => Promise<Answer>) => {
  const known = new Map<string, Promise<Answer>>();
  return (query) => {
    const key = JSON.stringify(Object.entries(query).sort());
    const answer = known.get(key) ?? ask(query);
    known.set(key, answer);
    return answer;
  };
};

const remembered = (policies: PolicyStore): PolicyStore => ({
  findPolicy: remember((query) => policies.findPolicy(query)),
  findDuties: remember((query) => policies.findDuties(query)),
  getPolicy: (id, version) => policies.getPolicy(id, version),
});

const cantonsOf = ({ adoptedBy }: PolicyDocument): CantonCode[] =>
  adoptedBy.map(({ canton }) => canton);

const overlaid = (
  published: PolicyStore,
  document: PolicyDocument,
  judgesOn: (day: string) => boolean,
): PolicyStore => {
  const { id, version, model } = document.running;
  const cantons = cantonsOf(document);
  const isFor = (canton: CantonCode | undefined, on: string): boolean =>
    judgesOn(on) && (canton === undefined || cantons.includes(canton));
  const known = remembered(published);
  return {
    findPolicy: async (query) =>
      query.policyId === id && isFor(query.canton, query.on) ? document : known.findPolicy(query),
    findDuties: async (query) => {
      const duties = await known.findDuties(query);
      if (model !== 'mandatory_referral' || !isFor(query.canton, query.on)) return duties;
      return [...duties.filter(({ running }) => running.id !== id), document];
    },
    getPolicy: async (name, which) =>
      name === id && which === version ? document : known.getPolicy(name, which),
  };
};

/** A new version of a policy. */
export const proposePolicy = async (
  { policies, calendars }: RulesRoom,
  document: PolicyDocument,
  now: string,
): Promise<Proposal> => {
  const { running, validFrom, validTo } = document;
  const { id, version, model } = running;
  // A duty is judged beside every policy of its cantons, so it touches every case there.
  const kind = model === 'mandatory_referral' ? 'duty' : 'policy';
  const today = localDate(now);
  const on = triedOn(document, today);
  const others = (await policies.listPolicies({})).filter(
    (one) => one.running.id === id && one.running.version !== version,
  );
  const judgesOn = (day: string): boolean => counts(document, others, day);
  const end = validTo === undefined ? undefined : localInstant(addDays(validTo, 1), '00:00');
  const from = localInstant(validFrom, '00:00');
  const cantons = cantonsOf(document);
  return {
    rules: { kind, subject: id, version, cantons },
    now,
    on,
    moves: judgesOn(on),
    filter: {
      cantons,
      ...(kind === 'policy' ? { policyId: id } : {}),
      registeredBefore: end,
      ...(on === today ? { verdicts: { from, before: end } } : {}),
    },
    policies: overlaid(policies, document, judgesOn),
    calendars,
    judgesOn,
  };
};

/** A new calendar of a canton, with those of its institutions. */
export const proposeCalendar = (
  { policies, calendars }: RulesRoom,
  proposed: CantonCalendars,
  { canton, now }: { readonly canton: CantonCode; readonly now: string },
): Proposal => ({
  rules: {
    kind: 'calendar',
    subject: canton,
    version: proposed.calendar.version,
    cantons: [canton],
  },
  now,
  on: localDate(now),
  moves: true,
  filter: { cantons: [canton] },
  policies: remembered(policies),
  calendars: {
    getCalendars: async (which, around) =>
      which === canton ? proposed : calendars.getCalendars(which, around),
  },
  judgesOn: () => false,
});
