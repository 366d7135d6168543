/**
 * Whom a step of the ladder reaches (domain.md 6). The directory says on the day itself who is there;
 * an institution that it does not know is addressed as an office.
 */
import type {
  Deadline,
  DeadlineKind,
  DirectoryRole,
  InstitutionId,
  LadderLevel,
  Presence,
  Recipient,
  RunningPolicy,
} from '../../schemas/index';
import { caseOwner } from '../case/clocks';
import type { CaseState } from '../case/state';
import { findReferral } from '../case/state';

/** One step of the ladder with those it reaches. */
export interface Reached {
  readonly level: LadderLevel;
  readonly recipients: Recipient[];
  /** Nobody was there for the level before, so this one speaks at once. */
  readonly because?: 'nobody_present';
}

export interface Day {
  readonly now: string;
  readonly policy: Pick<RunningPolicy, 'coordination'>;
  /** Empty when the directory was not asked. */
  readonly present: readonly Presence[];
}

/** Nobody owes anything on these days: the engine acts itself. */
const ownKinds: readonly DeadlineKind[] = ['T_FACTS', 'T_DEFER', 'T_EXPIRY'];

/** The side of a referral that waits for the other, or who moves the case on. */
export const otherSide = (state: CaseState, deadline: Deadline): InstitutionId => {
  const referral =
    deadline.referralId === undefined ? undefined : findReferral(state, deadline.referralId);
  if (referral === undefined) return caseOwner(state);
  return deadline.owedBy === referral.to ? referral.from : referral.to;
};

/** The institutions whose people a firing may reach; none when it reaches nobody there. */
export const askedAbout = (
  state: CaseState,
  { key, level }: { readonly key: string; readonly level: LadderLevel },
): readonly InstitutionId[] => {
  const deadline = state.deadlines.find((one) => one.key === key);
  if (deadline === undefined || level === 'L4' || ownKinds.includes(deadline.kind)) return [];
  return [...new Set([deadline.owedBy, otherSide(state, deadline)])];
};

/** Whether somebody holds the role at the institution that day; where nobody knows, as if. */
const isHeld = ({ present }: Day, institutionId: InstitutionId, role: DirectoryRole): boolean =>
  present.find((one) => one.institutionId === institutionId)?.roles.includes(role) ?? true;

interface Level {
  readonly recipients: Recipient[];
  /** False when nobody is there to whom the level speaks. */
  readonly attended: boolean;
}

/** The contact, or the deputy while the contact is away. */
const toContact = ({ owedBy }: Deadline, day: Day): Level => {
  const role = (['contact', 'deputy'] as const).find((one) => isHeld(day, owedBy, one));
  // An empty office is told too: whoever comes back finds it there.
  return {
    recipients: [{ institutionId: owedBy, role: role ?? 'contact' }],
    attended: role !== undefined,
  };
};

const toManagement = (state: CaseState, deadline: Deadline, day: Day): Level => {
  const both = [...new Set([deadline.owedBy, otherSide(state, deadline)])];
  const there = both.filter((id) => isHeld(day, id, 'management'));
  const told = there.length > 0 ? there : both;
  return {
    recipients: told.map((institutionId) => ({ institutionId, role: 'management' })),
    attended: there.length > 0,
  };
};

/** Of a draft nobody is told outside the office that keeps it. */
const insideOffice = (
  { status }: CaseState,
  { owedBy }: Deadline,
  level: LadderLevel,
): Recipient[] | undefined =>
  status === 'draft'
    ? [{ institutionId: owedBy, role: level === 'L0' || level === 'L1' ? 'contact' : 'deputy' }]
    : undefined;

/** That a delegation ends concerns who leads and who will lead again. */
const bothSides = ({ delegation }: CaseState, { kind }: Deadline): Recipient[] | undefined =>
  kind === 'T_DELEGATION' && delegation !== undefined
    ? [delegation.to, delegation.from].map((institutionId) => ({ institutionId, role: 'contact' }))
    : undefined;

const reachedBy = (
  state: CaseState,
  deadline: Deadline,
  { level, day }: { readonly level: LadderLevel; readonly day: Day },
): Level => {
  const { owedBy } = deadline;
  const { coordination } = day.policy;
  if (deadline.kind === 'T_FACTS') return { recipients: [], attended: true };
  const concerned = insideOffice(state, deadline, level) ?? bothSides(state, deadline);
  if (concerned !== undefined) return { recipients: concerned, attended: true };
  switch (level) {
    case 'L0':
    case 'L1':
    case 'due':
      return toContact(deadline, day);
    case 'L2':
      return {
        recipients: [
          { institutionId: coordination, role: 'coordinator' },
          { institutionId: owedBy, role: 'deputy' },
        ],
        attended: isHeld(day, owedBy, 'deputy'),
      };
    case 'L3':
      return toManagement(state, deadline, day);
    case 'L4':
      return { recipients: [{ institutionId: coordination, role: 'strategic' }], attended: true };
  }
};

/**
 * The steps that speak now: the one that is due, and at once the next ones as long as nobody is there
 * for the one before. Before the due date nothing is owed yet, so nobody is gone over; and what the
 * engine does itself on a day of its own (`due`) it never does early.
 */
export const levelsReached = (state: CaseState, deadline: Deadline, day: Day): Reached[] => {
  const isOwed = Date.parse(deadline.dueAt) <= Date.parse(day.now);
  const reached: Reached[] = [];
  for (const [at, { level }] of deadline.firings.entries()) {
    const { recipients, attended } = reachedBy(state, deadline, { level, day });
    const because = at === 0 ? {} : { because: 'nobody_present' as const };
    reached.push({ level, recipients, ...because });
    const next = deadline.firings[at + 1];
    if (attended || !isOwed || next === undefined || next.level === 'due') return reached;
  }
  return reached;
};
