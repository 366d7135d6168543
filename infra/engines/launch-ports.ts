import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LauncherEnvironment } from './env';
import { choosePort } from './ports';

/** Purpose, variable and the number tried first. Chosen away from the engines' usual ports. */
const WISHES = {
  postgres: { purpose: 'Postgres', variable: 'RELAIS_POSTGRES_PORT', preferred: 15432 },
  temporal: { purpose: 'Temporal', variable: 'RELAIS_TEMPORAL_PORT', preferred: 17233 },
  temporalUi: {
    purpose: "Temporal's console",
    variable: 'RELAIS_TEMPORAL_UI_PORT',
    preferred: 18233,
  },
  kafka: { purpose: 'Kafka', variable: 'RELAIS_KAFKA_PORT', preferred: 19092 },
  api: { purpose: 'the page and API', variable: 'RELAIS_API_PORT', preferred: 8080 },
  smtp: { purpose: 'the mail catcher', variable: 'RELAIS_SMTP_PORT', preferred: 18025 },
  mails: { purpose: 'its page', variable: 'RELAIS_MAIL_PAGE_PORT', preferred: 18026 },
  oidc: { purpose: 'the sign-in', variable: 'RELAIS_OIDC_PORT', preferred: 8081 },
} as const;

export type Purpose = keyof typeof WISHES;
const purposes = Object.keys(WISHES) as Purpose[];

export type LaunchPorts = Readonly<Record<Purpose, number>>;

function remembered(file: string): Partial<Record<Purpose, number>> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Record<Purpose, number>>;
  } catch {
    return {};
  }
}

/**
 * Chooses the launcher's ports: the variable, else the port of the last start (clients keep their
 * addresses), else the preferred one or the next free one. `moved` says which are not as usual. Only
 * the `needed` ones have to be free.
 */
export async function chooseLaunchPorts(
  env: LauncherEnvironment,
  file: string,
  needed: readonly Purpose[],
): Promise<{ ports: LaunchPorts; moved: string[] }> {
  const before = remembered(file);
  const taken = new Set<number>();
  const moved: string[] = [];
  const ports: Partial<Record<Purpose, number>> = {};
  for (const name of purposes) {
    const { purpose, variable, preferred } = WISHES[name];
    const explicit = env[variable];
    const first = before[name] ?? preferred;
    ports[name] = explicit ?? first;
    if (!needed.includes(name)) continue;
    const port = await choosePort({ purpose, variable, explicit, preferred: first }, taken);
    if (explicit === undefined && port !== first) {
      moved.push(`${first} is in use: ${purpose} takes ${port} (${variable} chooses another)`);
    }
    ports[name] = port;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(ports, null, 2)}\n`);
  return { ports: ports as LaunchPorts, moved };
}
