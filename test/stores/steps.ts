/** Steps of invented cases, as the recording activity hands them to the store. */
import { randomUUID } from 'node:crypto';
import type { Step } from '../../activities/ports';
import type { OutgoingNotice } from '../../domain/case/react';
import type { CaseState, ReferralState, SentReferral } from '../../domain/case/state';
import type { Viewer } from '../../infra/prisma/viewer';
import type { Actor, CaseEvent, Deadline, InstitutionId } from '../../schemas/index';

export const registeredAt = '2026-02-02T08:00:00.000Z';
export const by: Actor = { userId: 'u-1', institutionId: 'sg-sh', role: 'officer' };

export const viewer = (institutionId: InstitutionId, role: Viewer['role'] = 'officer'): Viewer => ({
  userId: 'u-1',
  institutionId,
  role,
  canton: institutionId.slice(0, 2) as 'sg',
});

export const deadline = (given: Partial<Deadline> & Pick<Deadline, 'kind'>): Deadline => ({
  key: given.kind,
  owedBy: 'sg-rav',
  startedAt: registeredAt,
  dueAt: '2026-02-16T16:00:00.000Z',
  basis: 'BD',
  calendarVersion: 'spec',
  firings: [{ level: 'L1', at: '2026-02-16T16:00:00.000Z' }],
  ...given,
});

export const referral = (
  to: InstitutionId,
  given: Partial<SentReferral> = {},
  from: InstitutionId = 'sg-sh',
): ReferralState => ({
  id: 'R1',
  status: 'sent',
  from,
  to,
  purpose: 'placement',
  grant: {
    recipient: to,
    purpose: 'placement',
    basis: 'consent',
    needsConsent: true,
    fieldGroups: ['identity'],
    grantedAt: registeredAt,
  },
  sentAt: registeredAt,
  ...given,
});

/** A freshly registered case of social aid in St. Gallen. */
export const newCase = (given: Partial<CaseState> = {}): CaseState =>
  ({
    id: randomUUID(),
    version: 1,
    status: 'criteria_check',
    canton: 'sg',
    policyId: 'SG-spec',
    policyVersion: '1',
    coordinatorGate: false,
    registeredBy: 'sg-sh',
    registeredAt,
    changedAt: registeredAt,
    acknowledged: false,
    dossierRef: randomUUID(),
    circumstances: {},
    consentSuspended: false,
    dormant: false,
    missing: [],
    referrals: [],
    deadlines: [deadline({ kind: 'T_CRIT', owedBy: 'sg-sh' })],
    silences: [],
    invited: [],
    followUpsDone: [],
    ...given,
  }) as CaseState;

const event = (state: CaseState, seq: number, cause: string): CaseEvent => ({
  type: 'registrationAcknowledged',
  data: {},
  seq,
  at: state.changedAt,
  by,
  cause,
});

export const notice = (to: InstitutionId, seq: number): OutgoingNotice => ({
  to,
  type: 'ch.relais.case.registered.v1',
  seq,
  at: registeredAt,
});

/** The step that makes `state`, on top of the version before. */
export const stepTo = (state: CaseState, given: Partial<Step> = {}): Step => {
  const commandId = given.commandId ?? randomUUID();
  const basedOn = given.basedOn ?? state.version - 1;
  return {
    caseId: state.id,
    basedOn,
    commandId,
    state,
    events: Array.from({ length: state.version - basedOn }, (_, index) =>
      event(state, basedOn + index + 1, commandId),
    ),
    notices: [notice(state.registeredBy, state.version)],
    ...given,
  };
};

/** The next version of a case. */
export const after = (state: CaseState, given: Partial<CaseState> = {}): CaseState =>
  ({ ...state, version: state.version + 1, ...given }) as CaseState;
