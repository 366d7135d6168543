/** The people of the demonstration. They exist where `npm start` runs the development issuer only. */

import type { Role } from '../../schemas/index';

/** One invented user; there is no password, so it must never be a user of a real installation. */
export interface DemoAccount {
  readonly username: string;
  readonly name: string;
  readonly role: Exclude<Role, 'system'>;
  readonly institutionId: string;
}

const names = [
  'Anna Keller', 'Beat Frei', 'Carla Rossi', 'Daniel Meier', 'Elena Favre', 'Fabio Bianchi',
  'Gabi Huber', 'Hanna Graf', 'Ivo Baumann', 'Jana Suter', 'Karim Roth', 'Lea Steiner',
  'Marco Wyss', 'Nadia Kunz', 'Olivier Blanc', 'Petra Moser', 'Reto Vogel', 'Sara Brunner',
  'Theo Aebi', 'Ursina Caduff', 'Vera Hofer', 'Walter Lang', 'Yves Morel', 'Zora Egli',
  'Andrea Gerber', 'Bruno Zehnder', 'Chantal Rey', 'David Schmid', 'Esther Koller', 'Flavio Conti',
  'Amina Haddad', 'Petro Bondar',
] as const; // prettier-ignore

const offices = [
  'sg-rav', 'sg-iv', 'sg-sh', 'sg-if', 'sg-bslb', 'zh-rav', 'zh-iv', 'zh-sh', 'zh-sh-winterthur',
  'zh-if', 'zh-bslb',
] as const; // prettier-ignore
const coordinations = ['sg-coo', 'zh-coo'] as const;
/** Where a person concerned is followed first. */
const firstOffices = ['sg-sh', 'zh-sh'] as const;
const payers = ['sg-iv', 'zh-iv'] as const;

const users = [
  ...offices.flatMap((institutionId) =>
    (['officer', 'contact'] as const).map((role) => ({
      username: `${institutionId}-${role}`,
      role,
      institutionId,
    })),
  ),
  ...coordinations.map((institutionId) => ({
    username: institutionId,
    role: 'coordinator' as const,
    institutionId,
  })),
  ...payers.map((institutionId) => ({
    username: `${institutionId}-approver`,
    role: 'approver' as const,
    institutionId,
  })),
  ...coordinations.flatMap((institutionId) =>
    (['strategic', 'auditor'] as const).map((role) => ({
      username: `${institutionId}-${role}`,
      role,
      institutionId,
    })),
  ),
  ...firstOffices.map((institutionId) => ({
    username: `${institutionId}-client`,
    role: 'client' as const,
    institutionId,
  })),
];

/**
 * An officer and a contact of every demo office, and of each canton the coordinator, who approves
 * costs, the steering committee, the data protection officer and a person concerned, to whom the engine
 * shows nothing yet. Case team, lead and overall responsibility are what an office is on a case, and the
 * coordination is the triage office.
 */
export const demoAccounts: readonly DemoAccount[] = users.map(
  ({ username, role, institutionId }, index) => ({
    username,
    name: names[index] ?? username,
    role,
    institutionId,
  }),
);

export const findDemoAccount = (username: string): DemoAccount | undefined =>
  demoAccounts.find((account) => account.username === username);
