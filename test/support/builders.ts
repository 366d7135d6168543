/** Seeds for domain specs: a canton's rules, actors, and a case that plays commands on dates. */
import { decide } from '../../domain/case/decide';
import type { CaseState } from '../../domain/case/state';
import type { Context } from '../../domain/deadlines/deadline';
import { localInstant } from '../../domain/deadlines/dates';
import type {
  Actor,
  AnyCommandBody,
  Calendar,
  CaseEvent,
  Consent,
  Refusal,
  RunningPolicy,
  VerdictSummary,
} from '../../schemas/index';
import { RunningPolicy as RunningPolicyShape } from '../../schemas/index';

const partnerLadder = { L0: -2, L1: 0, L2: 5, L3: 10, L4: 20 };
const ladder = { L1: 0, L2: 5, L3: 10 };

export const policy = (canton: 'sg' | 'zh' | 'fr' | 'sz', part: object = {}): RunningPolicy =>
  RunningPolicyShape.parse({
    id: `${canton.toUpperCase()}-spec`,
    version: '1',
    canton,
    model: 'ordinary_structures',
    coordination: `${canton}-coo`,
    coordinatorGate: canton !== 'sg',
    officeHours: { opens: '08:00', closes: '17:00' },
    terms: {
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
    },
    ladders: {
      T_CRIT: ladder,
      T_INFO: { L1: -5, L2: 0, due: 10 },
      T_DEC: partnerLadder,
      T_RT: ladder,
      T_PLAN: ladder,
      T_COST: ladder,
      T_START: ladder,
      T_FU: ladder,
      T_CLOSE: ladder,
      T_INFORM: ladder,
      T_REPORT: partnerLadder,
      T_REVIEW: { due: 0 },
      T_NEXT: ladder,
      T_ORPHAN: { L1: 0, L2: 7 },
    },
    minimumAfterStop: 3,
    repeatedSilence: { withinMonths: 6, startsAt: 'L2' },
    meeting: { mandatory: canton !== 'zh', noticeBD: 10, withPerson: true },
    followUpMonths: [3, 6, 12],
    reopenMonths: 12,
    ...part,
  });

const everywhere = [
  '2026-01-01',
  '2026-04-03',
  '2026-04-06',
  '2026-05-14',
  '2026-05-25',
  '2026-08-01',
  '2026-12-25',
];
/** Closed days 2026 and 2027 that the invented scenarios meet (domain.md 3.5). */
const closedDays = {
  sg: [...everywhere, '2026-11-01', '2026-12-26'],
  zh: [...everywhere, '2026-05-01', '2026-12-26'],
  fr: everywhere,
  sz: [...everywhere, '2026-03-19'],
};

export const calendar = (canton: keyof typeof closedDays): Calendar => ({
  id: canton,
  version: 'spec',
  coversFrom: '2026-01-01',
  coversTo: '2028-12-31',
  closedOn: closedDays[canton],
});

export const officer = (institutionId: string): Actor => ({
  userId: `officer@${institutionId}`,
  institutionId,
  role: institutionId.includes('-coo') ? 'coordinator' : 'officer',
});
export const engine: Actor = { userId: 'engine', role: 'system' };

export const fullConsent: Consent = {
  status: 'given',
  recipients: ['rav', 'sh', 'iv', 'if', 'bslb'],
  fieldGroups: [
    'identity',
    'vn',
    'permit',
    'skills',
    'registrations',
    'problem_areas',
    'capacity',
    'livelihood',
    'plan',
  ],
};

export const verdict = (
  outcome: VerdictSummary['outcome'],
  missing: string[] = [],
  more: Partial<VerdictSummary> = {},
): VerdictSummary => ({
  verdictId: `verdict-${outcome}`,
  policyId: 'spec',
  policyVersion: '1',
  outcome,
  missing,
  route: [],
  ...more,
});

const caseId = '00000000-0000-4000-8000-000000000001';

/** Plays commands on a case; time is a Swiss date and time. */
export class Play {
  state: CaseState | undefined;
  readonly events: CaseEvent[] = [];
  private count = 0;
  constructor(
    readonly rules: Omit<Context, 'now'>,
    public now = localInstant('2026-02-02', '09:00'),
  ) {}

  on(date: string, time = '09:00'): this {
    this.now = localInstant(date, time);
    return this;
  }

  try(actor: Actor, body: AnyCommandBody, expectedVersion?: number): Refusal | undefined {
    const ctx: Context = { now: this.now, ...this.rules };
    const outcome = decide(
      this.state,
      {
        commandId: `c${String(++this.count)}`,
        caseId,
        actor,
        body,
        ...(expectedVersion === undefined ? {} : { expectedVersion }),
      },
      ctx,
    );
    if (!outcome.ok) return outcome.refusal;
    this.state = outcome.state;
    this.events.push(...outcome.events);
    return undefined;
  }

  do(by: string | Actor, body: AnyCommandBody): this {
    const actor = typeof by === 'string' ? officer(by) : by;
    const refusal = this.try(actor, body);
    if (refusal !== undefined) throw new Error(`refused: ${JSON.stringify({ body, refusal })}`);
    return this;
  }

  /** Lets the engine reach every deadline up to an instant, as the workflow's loop does. */
  until(date: string, time = '23:00'): this {
    const end = Date.parse(localInstant(date, time));
    for (;;) {
      const due = this.nextDue();
      if (due === undefined || Date.parse(due.at) > end) break;
      this.now = due.at;
      this.do(engine, {
        kind: 'reachDeadline',
        key: due.key,
        level: due.level,
        deadline: due.kind,
      });
    }
    this.now = new Date(end).toISOString();
    return this;
  }

  nextDue() {
    return this.state === undefined ? undefined : nextFiring(this.state.deadlines);
  }

  types(): string[] {
    return this.events.map((event) => event.type);
  }

  registered(by: string, consent: Consent | undefined = fullConsent): this {
    return this.do(by, {
      kind: 'registerCase',
      canton: this.rules.policy.canton,
      dossierRef: '00000000-0000-4000-8000-0000000000aa',
      consent,
      personDrawsBenefits: true,
    });
  }

  admitted(by: string, confirmer = by): this {
    return this.registered(by)
      .do(engine, { kind: 'recordVerdict', verdict: verdict('admitted') })
      .do(confirmer, { kind: 'confirmVerdict', referrals: [] });
  }
}

import { nextFiring } from '../../domain/deadlines/deadline';

export const rulesOf = (canton: keyof typeof closedDays, part: object = {}) => ({
  policy: policy(canton, part),
  calendar: calendar(canton),
});
