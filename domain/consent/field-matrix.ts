/** Which field groups a kind of institution may see (domain.md 5.4). */
import type { FieldGroup, InstitutionKind } from '../../schemas/index';

/** `coarse`: a derived or coarser value leaves instead of the field. */
export type Share = 'full' | 'coarse';
type Row = Partial<Record<FieldGroup, Share>>;

const guidance: Row = {
  identity: 'full',
  vn: 'coarse',
  permit: 'coarse',
  skills: 'full',
  registrations: 'coarse',
  problem_areas: 'coarse',
  capacity: 'coarse',
  plan: 'full',
};

const coordination: Row = {
  identity: 'full',
  vn: 'full',
  permit: 'full',
  skills: 'full',
  registrations: 'full',
  problem_areas: 'full',
  capacity: 'coarse',
  livelihood: 'coarse',
  plan: 'full',
  costs: 'coarse',
};

const matrix: Readonly<Record<InstitutionKind, Row>> = {
  rav: {
    identity: 'full',
    vn: 'full',
    permit: 'full',
    skills: 'full',
    registrations: 'full',
    problem_areas: 'coarse',
    capacity: 'full',
    livelihood: 'coarse',
    plan: 'full',
    costs: 'coarse',
    attendance: 'full',
  },
  iv: {
    identity: 'full',
    vn: 'full',
    permit: 'full',
    skills: 'full',
    registrations: 'full',
    problem_areas: 'full',
    capacity: 'full',
    livelihood: 'coarse',
    plan: 'full',
    costs: 'coarse',
    attendance: 'full',
  },
  sh: {
    identity: 'full',
    vn: 'full',
    permit: 'full',
    skills: 'coarse',
    registrations: 'full',
    problem_areas: 'full',
    capacity: 'coarse',
    livelihood: 'full',
    plan: 'full',
    costs: 'full',
    attendance: 'full',
  },
  if: {
    identity: 'full',
    vn: 'coarse',
    permit: 'full',
    skills: 'full',
    registrations: 'full',
    problem_areas: 'coarse',
    capacity: 'coarse',
    livelihood: 'coarse',
    plan: 'full',
    costs: 'full',
    attendance: 'full',
  },
  bslb: guidance,
  bba: guidance,
  alk: { identity: 'full', vn: 'full', permit: 'full', registrations: 'full', capacity: 'coarse' },
  suva: { identity: 'full', vn: 'full', registrations: 'full', capacity: 'full', plan: 'full' },
  pro: {
    identity: 'full',
    permit: 'coarse',
    skills: 'coarse',
    capacity: 'coarse',
    plan: 'full',
    costs: 'full',
    attendance: 'full',
  },
  coo: coordination,
  mig: {},
};

/** How much of a group a kind of institution may see; undefined is never. */
export const shareOf = (kind: InstitutionKind, group: FieldGroup): Share | undefined =>
  matrix[kind][group];

/** All groups of which something may go to a kind of institution. */
export const groupsFor = (kind: InstitutionKind): FieldGroup[] =>
  Object.keys(matrix[kind]) as FieldGroup[];
