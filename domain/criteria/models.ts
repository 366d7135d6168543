/**
 * What the kind of a cantonal policy says by itself, where its document is silent (domain.md 1.2,
 * 4.2): whether a coordinator stands before admission, who leads first, who calls the meeting.
 */
import type { PolicyModel, RunningPolicy } from '../../schemas/index';

/** The parts of a running policy that its kind decides. */
export type ModelRules = Required<
  Pick<RunningPolicy, 'coordinatorGate' | 'firstLead' | 'convenes'>
>;

/** Offices decide and lead between themselves. */
const between: ModelRules = {
  coordinatorGate: false,
  firstLead: 'registering',
  convenes: 'registering',
};
/** A coordination lets cases in and calls the meeting; the office that brought one leads on. */
const coordinated: ModelRules = {
  coordinatorGate: true,
  firstLead: 'registering',
  convenes: 'coordination',
};

export const modelRules: Readonly<Record<PolicyModel, ModelRules>> = {
  ordinary_structures: between,
  ordinary_structures_with_delegation: between,
  // A duty of the law is not let in by anybody.
  mandatory_referral: between,
  coordination_centre: coordinated,
  coordinator_plus_network: coordinated,
  network_with_business_office: coordinated,
  // The office takes the case over from the day it is admitted.
  case_office: { ...coordinated, firstLead: 'coordination' },
};
