/**
 * The length of a clock that came after a policy was published: what the policy would have said. A
 * canton sets its own in a new version [P].
 */
import type {
  DeadlineKind,
  Ladder,
  PolicyTermKind,
  RunningPolicy,
  Term,
} from '../../schemas/index';

const defaultTerms: Readonly<Record<PolicyTermKind, Term>> = {
  T_ACK: { BD: 2 },
  T_CRIT: { BD: 5 },
  T_INFO: { BD: 10 },
  T_DEC: { BD: 10 },
  T_RT: { BD: 20 },
  T_PLAN: { BD: 5 },
  T_COST: { BD: 10 },
  T_START: { CD: 30 },
  T_FU: { months: 3 },
  T_CLOSE: { BD: 10 },
  T_INFORM: { BD: 5 },
  T_REPORT: { BD: 10 },
  T_REVIEW: { months: 3 },
  T_NEXT: { BD: 5 },
  T_ORPHAN: { CD: 30 },
  T_PRE: { BD: 5 },
  T_ASSESS: { BD: 20 },
  T_EXPIRY: { BD: 60 },
  T_LEAD: { BD: 5 },
  T_MERGE: { BD: 5 },
  T_RECALL: { BD: 1 },
  T_LETTER: { BD: 2 },
  T_CONTACT: { BD: 5 },
  T_APPEAL: { CD: 30, standstill: true },
  T_MOVE: { BD: 10 },
  T_ERASURE: { CD: 30 },
};

/** How long a clock of this kind runs under a policy. */
export const policyTerm = ({ terms }: RunningPolicy, kind: PolicyTermKind): Term =>
  terms[kind] ?? defaultTerms[kind];

const gentle: Ladder = { L1: 0, L2: 5 };
const steady: Ladder = { L1: 0, L2: 5, L3: 10 };

/** And when the engine speaks meanwhile; clocks that are older than this table are not in it. */
export const defaultLadders: Readonly<Partial<Record<DeadlineKind, Ladder>>> = {
  T_PRE: gentle,
  T_ASSESS: steady,
  T_EXPIRY: { due: 0 },
  T_PERMIT: { L1: 0, L2: 20 },
  T_PAUSE: steady,
  T_LEAD: { L1: 0, L3: 5 },
  T_MERGE: gentle,
  T_RECALL: { L1: 0, L2: 1 },
  T_LETTER: gentle,
  T_CONTACT: gentle,
  T_APPEAL: { L0: -5, due: 0 },
  T_MOVE: steady,
  T_ERASURE: { L0: -5, L1: 0, L2: 5, L3: 10 },
};
