/** Who may do what with which topic: declared data, from which the broker's ACLs are made. */
import type { InstitutionId } from '../../schemas/primitives';
import {
  caseEventsTopic,
  groupPrefix,
  inboxTopic,
  institutionsPrefix,
  intakeGroup,
  notificationTopic,
  rejectedTopic,
} from './topics';

export type Operation =
  'READ' | 'WRITE' | 'CREATE' | 'DESCRIBE' | 'ALTER' | 'DESCRIBE_CONFIGS' | 'ALTER_CONFIGS';

/** What one principal may do with one thing, or with all whose names begin alike. */
export interface Right {
  readonly principal: string;
  readonly resource: 'topic' | 'group' | 'cluster';
  readonly name: string;
  readonly match: 'literal' | 'prefixed';
  readonly operations: readonly Operation[];
}

type Grant = Omit<Right, 'principal'>;

export const clusterName = 'kafka-cluster';

/** An institution logs in under its own id. */
export const principalOf = (login: string): string => `User:${login}`;

const topic = (name: string, ...operations: Operation[]): Grant => ({
  resource: 'topic',
  name,
  match: 'literal',
  operations,
});

/** An institution hears what concerns it, writes to its inbox, and nothing else. */
const officeGrants = (id: InstitutionId): Grant[] => [
  topic(notificationTopic(id), 'READ', 'DESCRIBE'),
  topic(rejectedTopic(id), 'READ', 'DESCRIBE'),
  topic(inboxTopic(id), 'WRITE', 'DESCRIBE'),
  { resource: 'group', name: groupPrefix(id), match: 'prefixed', operations: ['READ'] },
];

const keeping: readonly Operation[] = [
  'DESCRIBE',
  'CREATE',
  'ALTER',
  'DESCRIBE_CONFIGS',
  'ALTER_CONFIGS',
];

/**
 * The engine makes topics and gives rights while it runs, for institutions that are added. By prefix,
 * so that nothing must be given to it when one is. It may delete nothing.
 */
const engineGrants: readonly Grant[] = [
  {
    resource: 'topic',
    name: institutionsPrefix,
    match: 'prefixed',
    operations: ['READ', 'WRITE', ...keeping],
  },
  topic(caseEventsTopic, 'WRITE', ...keeping),
  { resource: 'group', name: intakeGroup, match: 'literal', operations: ['READ'] },
  {
    resource: 'cluster',
    name: clusterName,
    match: 'literal',
    operations: ['DESCRIBE', 'ALTER'],
  },
];

/** Every right of these institutions and of the engine, which logs in as `engine`. */
export const rightsOf = (institutions: readonly InstitutionId[], engine: string): Right[] => [
  ...engineGrants.map((grant) => ({ ...grant, principal: principalOf(engine) })),
  ...institutions.flatMap((id) =>
    officeGrants(id).map((grant) => ({ ...grant, principal: principalOf(id) })),
  ),
];
