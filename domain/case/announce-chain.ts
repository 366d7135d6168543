/** Who hears of chains of referrals, of costs and decisions, and of a case that goes back and forth. */
import type { CaseEvent, EventType, InstitutionId, NoticeName } from '../../schemas/index';
import { caseOwner } from './clocks';
import type { CaseState } from './state';
import { partiesOf } from './state';

interface Announcement {
  readonly type: NoticeName;
  readonly to: readonly (InstitutionId | undefined)[];
  readonly code?: string;
}
type Announce<T extends EventType> = (
  state: CaseState,
  event: Extract<CaseEvent, { type: T }>,
) => Announcement;

type Chained = Extract<
  CaseEvent,
  {
    type:
      | 'referralDrafted'
      | 'referralDiscarded'
      | 'referralForwarded'
      | 'referralExpired'
      | 'referralResumed'
      | 'nextPartnerSuggested'
      | 'personInformed';
  }
>;
interface Reachable {
  readonly sides: Announcement['to'];
  /** Both sides and the lead. */
  readonly back: Announcement['to'];
}

/** Undefined where the event is nobody else's business, or is told with another. */
export const chainAnnouncement = (
  event: Chained,
  { sides, back }: Reachable,
): (Announcement & { readonly referralId: string }) | undefined => {
  const { referralId } = event.data;
  switch (event.type) {
    case 'referralExpired':
      return { type: 'referral.expired', to: back, referralId };
    case 'referralForwarded':
      return { type: 'referral.forwarded', to: back, referralId, code: event.data.to };
    case 'referralResumed':
      return { type: 'referral.resumed', to: sides, referralId };
    // A draft is its sender's; whom to ask next stands in the case that the decline tells of.
    case 'referralDrafted':
    case 'referralDiscarded':
    case 'nextPartnerSuggested':
    case 'personInformed':
      return undefined;
  }
};

type JointEvent =
  'costsApproved' | 'costsRefused' | 'decisionLinked' | 'informationSupplied' | 'pingPongDetected';

const owing = (state: CaseState, kind: 'T_CRIT' | 'T_RT'): InstitutionId | undefined =>
  state.deadlines.find((one) => one.kind === kind)?.owedBy;

export const jointAnnouncements: { readonly [T in JointEvent]: Announce<T> } = {
  costsApproved: (state, { data: { payer } }) => ({
    type: 'case.costs_approved',
    to: [...partiesOf(state), payer],
    code: payer,
  }),
  costsRefused: (state, { data: { payer } }) => ({
    type: 'case.costs_refused',
    to: [...partiesOf(state), payer],
    code: payer,
  }),
  decisionLinked: (state, { data: { by } }) => ({
    type: 'case.decision_linked',
    to: [caseOwner(state), by],
    code: by,
  }),
  informationSupplied: (state) => ({
    type: 'case.information_supplied',
    to: [owing(state, 'T_CRIT')],
  }),
  pingPongDetected: (state) => ({
    type: 'case.ping_pong',
    to: [...partiesOf(state), owing(state, 'T_RT')],
  }),
};
