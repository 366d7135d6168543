/** From the declared rights to the ACLs of a broker: what is missing is given, nothing is taken away. */
import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  ResourcePatternTypes,
} from 'kafkajs';
import type { AclEntry } from 'kafkajs';
import type { Right } from './access';
import { withAdmin } from './admin';
import type { KafkaClient } from './client';

const resourceTypes = {
  topic: AclResourceTypes.TOPIC,
  group: AclResourceTypes.GROUP,
  cluster: AclResourceTypes.CLUSTER,
} as const;
const patternTypes = {
  literal: ResourcePatternTypes.LITERAL,
  prefixed: ResourcePatternTypes.PREFIXED,
} as const;

const entriesOf = ({ principal, resource, name, match, operations }: Right): AclEntry[] =>
  operations.map((operation) => ({
    resourceType: resourceTypes[resource],
    resourceName: name,
    resourcePatternType: patternTypes[match],
    principal,
    host: '*',
    operation: AclOperationTypes[operation],
    permissionType: AclPermissionTypes.ALLOW,
  }));

const wordOf = (type: object, value: number): string =>
  Object.entries(type).find(([, one]) => one === value)?.[0] ?? String(value);

/** An ACL as a line that a person can read; equal lines are equal ACLs. */
export const aclLine = (entry: AclEntry): string =>
  [
    `${entry.principal}${entry.host === '*' ? '' : ` from ${entry.host}`}`,
    entry.permissionType === AclPermissionTypes.ALLOW ? 'may' : 'may not',
    wordOf(AclOperationTypes, entry.operation),
    wordOf(AclResourceTypes, entry.resourceType).toLowerCase(),
    entry.resourcePatternType === ResourcePatternTypes.PREFIXED
      ? `${entry.resourceName}*`
      : entry.resourceName,
  ].join(' ');

const anything = {
  resourceType: AclResourceTypes.ANY,
  resourcePatternType: ResourcePatternTypes.ANY,
  operation: AclOperationTypes.ANY,
  permissionType: AclPermissionTypes.ANY,
} as const;

/** Of an ACL that is nobody's here, whether it opens or shuts what is ours. */
const isOurs = ({ resourceName }: AclEntry): boolean =>
  resourceName.startsWith('relais') || 'relais.'.startsWith(resourceName) || resourceName === '*';

export interface AccessPlan {
  readonly missing: readonly AclEntry[];
  /** On our topics and groups, and declared nowhere: for a person to look at. */
  readonly undeclared: readonly AclEntry[];
}

/** Compares the declared rights with the ACLs of the broker. Rejects with `AccessRefused`. */
export const planAccess = (kafka: KafkaClient, rights: readonly Right[]): Promise<AccessPlan> =>
  withAdmin(kafka, async (admin) => {
    const { resources } = await admin.describeAcls(anything);
    const found = resources.flatMap(({ acls, ...resource }) =>
      acls.map((acl): AclEntry => ({ ...resource, ...acl })),
    );
    const declared = rights.flatMap(entriesOf);
    const foundLines = new Set(found.map(aclLine));
    const declaredLines = new Set(declared.map(aclLine));
    return {
      missing: declared.filter((entry) => !foundLines.has(aclLine(entry))),
      undeclared: found.filter((entry) => isOurs(entry) && !declaredLines.has(aclLine(entry))),
    };
  });

/** Gives what is missing. */
export const giveAccess = (kafka: KafkaClient, missing: readonly AclEntry[]): Promise<void> =>
  withAdmin(kafka, async (admin) => {
    if (missing.length > 0) await admin.createAcls({ acl: [...missing] });
  });
