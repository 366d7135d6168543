/**
 * What a reader sees of a dossier (domain.md 5.4, 5.5): those who run the case see all of it, the
 * recipient of an open referral sees what its grant opens today, everybody else sees nothing. Until it
 * has accepted, the recipient sees the situation and not yet whose it is (docs/adr/0023-answering.md).
 */
import type {
  Actor,
  Consent,
  Dossier,
  FieldGroup,
  InstitutionKind,
  Person,
  Facts,
  RefusalCode,
  SendGrant,
} from '../../schemas/index';
import type { CaseState, ReferralState } from '../case/state';
import { isOpen } from '../case/state';
import { kindOf } from '../institution';
import { isTakenOver } from '../referral/state';
import { relationsOf, runsCase } from '../permissions';
import type { Share } from './field-matrix';
import { shareOf } from './field-matrix';
import { grantGap } from './send-gate';

/** Who reads, and when (domain instant): a consent that ran out shows nothing any more. */
export interface Reader {
  readonly actor: Actor;
  readonly now: string;
}

export interface VisibleDossier {
  readonly person: Partial<Person>;
  /** As `Facts`, some of them coarser: values that the reader may not have are simply absent. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** The groups of which this answer shows a field, for the audit log. */
  readonly fieldGroups: readonly FieldGroup[];
  /** Why nothing is open to the reader; absent when something is. */
  readonly reason?: RefusalCode;
}

const personGroups: Readonly<Record<keyof Person, FieldGroup>> = {
  officialName: 'identity',
  firstName: 'identity',
  birthDate: 'identity',
  vn: 'vn',
  sex: 'identity',
  language: 'identity',
  interpreter: 'identity',
  phone: 'identity',
  mail: 'identity',
  address: 'identity',
};

/** Every fact has an answer here; what only admission needs is `internal` and goes to no recipient. */
const factGroups: Readonly<Record<keyof Facts, FieldGroup | 'internal'>> = {
  residence: 'identity',
  permit: 'permit',
  refugeeFlag: 'permit',
  language: 'skills',
  employability: 'skills',
  availabilityPercent: 'skills',
  registrations: 'registrations',
  ivStatus: 'registrations',
  unemployed: 'registrations',
  problemAreas: 'problem_areas',
  complexSituation: 'problem_areas',
  clientOverwhelmed: 'problem_areas',
  acuteState: 'problem_areas',
  workCapacity: 'capacity',
  integrationPotential: 'capacity',
  livelihood: 'livelihood',
  drawsBenefits: 'livelihood',
  childcareSolved: 'livelihood',
  goal: 'plan',
  willingToCooperate: 'plan',
  competenceUnclear: 'internal',
  preclarification: 'internal',
  powerOfAttorney: 'internal',
  commune: 'internal',
  consent: 'internal',
  provenance: 'internal',
};

type Coarser = { readonly [K in keyof Facts]?: (value: NonNullable<Facts[K]>) => unknown };

/** What leaves instead of a fact whose group is coarse; a fact that is not named stays here. */
const coarser: Coarser = {
  // The category alone says whether the person may work.
  permit: ({ category }) => ({ category }),
  language: ({ oral }) => (oral === undefined ? undefined : { oral }),
  registrations: (all) => all.map(({ institution }) => ({ institution })),
  // Grades tell a story of health; addiction and violence are nobody's business but the source's.
  problemAreas: (all) =>
    all
      .filter(({ area }) => area !== 'addiction' && area !== 'violence')
      .map(({ area }) => ({ area })),
  workCapacity: ({ percent }) => ({ percent: Math.round(percent / 10) * 10 }),
  livelihood: ({ source }) => ({ source }),
};

/** How much of a group is open; undefined is nothing. */
type Opening = (group: FieldGroup | 'internal') => Share | undefined;

const everything: Opening = () => 'full';

/** What of a person an office needs to decide on its answer: who comes, when and through whom, but not who it is. */
const beforeAcceptance: {
  readonly [K in keyof Person]?: (value: NonNullable<Person[K]>) => unknown;
} = {
  // Many offices are competent for an age.
  birthDate: (date) => date.slice(0, 4),
  language: (language) => language,
  interpreter: (needed) => needed,
};

/** Taken over, or in need before anybody has answered: a risk of today does not wait (domain.md 6). */
const opensPerson = ({ urgent }: CaseState, referral: ReferralState): boolean =>
  urgent !== undefined || isTakenOver(referral);

/** Why a referral opens nothing to its recipient today; undefined when it does. */
const shutBecause = (
  state: CaseState,
  referral: ReferralState,
  now: string,
): RefusalCode | undefined => {
  if (!isOpen(referral)) return 'not_allowed_in_this_state';
  return grantGap(state, referral, now);
};

/** The grant is asked again at every reading: a consent may have become narrower since. */
const groupsOf = (state: CaseState, { grant }: ReferralState): readonly FieldGroup[] => {
  const covered = state.circumstances.consent?.fieldGroups ?? [];
  if (grant === undefined) return [];
  return grant.needsConsent
    ? grant.fieldGroups.filter((group) => covered.includes(group))
    : grant.fieldGroups;
};

const openingFor = (kind: InstitutionKind, groups: readonly FieldGroup[]): Opening => {
  const granted: readonly string[] = groups;
  return (group) =>
    group !== 'internal' && granted.includes(group) ? shareOf(kind, group) : undefined;
};

const factUnder = <K extends keyof Facts>(facts: Facts, name: K, share: Share): unknown => {
  const value = facts[name];
  if (value === undefined) return undefined;
  return share === 'full' ? value : coarser[name]?.(value);
};

/** A dossier, or what is known of one so far. */
interface Known {
  readonly person: { readonly [K in keyof Person]?: Person[K] | undefined };
  readonly facts: Facts;
}

const show = ({ person, facts }: Known, opening: Opening): VisibleDossier => {
  const shown = new Set<FieldGroup>();
  const keep = (group: FieldGroup | 'internal', value: unknown): boolean => {
    if (value === undefined) return false;
    if (group !== 'internal') shown.add(group);
    return true;
  };
  // A person's field has no coarser form: a name or a number is there or it is not.
  const people = (Object.keys(person) as (keyof Person)[])
    .filter((name) => opening(personGroups[name]) === 'full')
    .filter((name) => keep(personGroups[name], person[name]))
    .map((name) => [name, person[name]] as const);
  const known = (Object.keys(facts) as (keyof Facts)[]).flatMap((name) => {
    const share = opening(factGroups[name]);
    const value = share === undefined ? undefined : factUnder(facts, name, share);
    return keep(factGroups[name], value) ? [[name, value] as const] : [];
  });
  return {
    person: Object.fromEntries(people),
    facts: Object.fromEntries(known),
    fieldGroups: [...shown],
  };
};

/** The person as far as referrals open it that were accepted; of the others, what deciding needs. */
const previewed = (person: Person, accepted: readonly FieldGroup[]): Partial<Person> =>
  Object.fromEntries(
    (Object.keys(person) as (keyof Person)[]).flatMap((name) => {
      const value = accepted.includes(personGroups[name]) ? person[name] : previewOf(person, name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );

const previewOf = <K extends keyof Person>(person: Person, name: K): unknown => {
  const value = person[name];
  return value === undefined ? undefined : beforeAcceptance[name]?.(value);
};

const nothing = (reason: RefusalCode): VisibleDossier => ({
  person: {},
  facts: {},
  fieldGroups: [],
  reason,
});

/** What goes over to another canton: the field groups of the consent, as its coordination may see them. */
export const handedOver = (dossier: Dossier, { fieldGroups }: Consent): VisibleDossier =>
  show(dossier, openingFor('coo', fieldGroups));

/** What a grant opens to its recipient: shown to the sender before anything leaves. */
export const openedBy = (known: Known, { recipient, fieldGroups }: SendGrant): VisibleDossier =>
  show(known, openingFor(kindOf(recipient), fieldGroups));

/** What of a dossier is open to this reader now, by name, so that it can be noted before it is shown. */
export const visibleDossier = (
  dossier: Dossier,
  state: CaseState,
  { actor, now }: Reader,
): VisibleDossier => {
  const relations = relationsOf(state, actor);
  if (runsCase(relations)) return show(dossier, everything);
  const received = state.referrals.filter((referral) =>
    relationsOf(state, actor, referral).includes('recipient'),
  );
  const { institutionId } = actor;
  if (institutionId === undefined || received.length === 0) return nothing('not_permitted');
  const reasons = received.map((referral) => shutBecause(state, referral, now));
  const live = received.filter((_, i) => reasons[i] === undefined);
  const groups = live.flatMap((referral) => groupsOf(state, referral));
  const [reason = 'not_permitted'] = reasons.filter((one) => one !== undefined).toReversed();
  if (groups.length === 0) return nothing(reason);
  const accepted = live
    .filter((referral) => opensPerson(state, referral))
    .flatMap((referral) => groupsOf(state, referral));
  const { person, facts } = dossier;
  const known = { person: previewed(person, accepted), facts };
  return show(known, openingFor(kindOf(institutionId), groups));
};

/** Whether the reader may open a dossier at all: runs the case, or has a grant that is live today. */
export const opensDossier = (state: CaseState, { actor, now }: Reader): boolean =>
  runsCase(relationsOf(state, actor)) ||
  state.referrals.some(
    (referral) =>
      relationsOf(state, actor, referral).includes('recipient') &&
      shutBecause(state, referral, now) === undefined &&
      groupsOf(state, referral).length > 0,
  );
