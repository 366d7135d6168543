/** From the declared rights to the ACLs of a broker: what is missing is given, nothing is taken away. */
import { setTimeout as delay } from 'node:timers/promises';
import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  ResourcePatternTypes,
} from 'kafkajs';
import type { AclEntry, Admin } from 'kafkajs';
import type { Right } from './access';
import { withAdmin } from './admin';
import type { KafkaClient } from './client';

const pauseMs = 50;
const mostTries = 200;

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

async function listAcls(admin: Admin): Promise<AclEntry[]> {
  const { resources } = await admin.describeAcls(anything);
  return resources.flatMap(({ acls, ...resource }) =>
    acls.map((acl): AclEntry => ({ ...resource, ...acl })),
  );
}

const notIn = (found: readonly AclEntry[], wanted: readonly AclEntry[]): AclEntry[] => {
  const lines = new Set(found.map(aclLine));
  return wanted.filter((entry) => !lines.has(aclLine(entry)));
};

/** Compares the declared rights with the ACLs of the broker. Rejects with `AccessRefused`. */
export const planAccess = (kafka: KafkaClient, rights: readonly Right[]): Promise<AccessPlan> =>
  withAdmin(kafka, async (admin) => {
    const found = await listAcls(admin);
    const declared = rights.flatMap(entriesOf);
    return {
      missing: notIn(found, declared),
      undeclared: notIn(declared, found.filter(isOurs)),
    };
  });

/** Gives what is missing; resolves when the broker that was asked goes by it. */
export const giveAccess = (kafka: KafkaClient, missing: readonly AclEntry[]): Promise<void> =>
  withAdmin(kafka, async (admin) => {
    if (missing.length === 0) return;
    await admin.createAcls({ acl: [...missing] });
    // The controller has written them down; the brokers read it a moment later.
    for (let tries = 0; tries < mostTries; tries += 1) {
      if (notIn(await listAcls(admin), missing).length === 0) return;
      await delay(pauseMs);
    }
    throw new Error('the broker took the rights and does not go by them');
  });
