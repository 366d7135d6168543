import type { DemoAccount } from '../oidc/demo-accounts';

/** What a person wants to know when everything runs. */
export interface Summary {
  readonly apiUrl: string;
  readonly temporalUiUrl: string | undefined;
  readonly temporalAddress: string;
  readonly kafkaBrokers: string;
  readonly databaseUrl: string;
  /** Where the password of our own Postgres is written. */
  readonly passwordFile: string | undefined;
  readonly issuer: string;
  /** Where our own catcher shows the mails. */
  readonly mailsUrl: string | undefined;
  readonly logDir: string;
  readonly accounts: readonly DemoAccount[];
}

const row = (label: string, value: string): string => `  ${label.padEnd(18)} ${value}`;

function accountTable(accounts: readonly DemoAccount[]): string[] {
  if (accounts.length === 0) return [];
  const wide = (pick: (a: DemoAccount) => string): number =>
    Math.max(...accounts.map((account) => pick(account).length));
  const [user, name, role] = [wide((a) => a.username), wide((a) => a.name), wide((a) => a.role)];
  return [
    '',
    '  Demo accounts (no password)',
    ...accounts.map(
      (a) =>
        `    ${a.username.padEnd(user)}  ${a.name.padEnd(name)}  ${a.role.padEnd(role)}  ${a.institutionId}`,
    ),
  ];
}

const passwordHint = ({ passwordFile }: Summary): string =>
  passwordFile === undefined ? '' : `  (*** is in ${passwordFile})`;

/** The closing words of `npm start`; `readyMs` is how long it took. */
export function summaryText(summary: Summary, readyMs: number): string {
  const temporal = summary.temporalUiUrl ?? summary.temporalAddress;
  return [
    '',
    `Relais is ready (${(readyMs / 1000).toFixed(1)} s).`,
    '',
    row('Page', `${summary.apiUrl}/`),
    row('API, to read', `${summary.apiUrl}/docs`),
    row('OpenAPI 3.1', `${summary.apiUrl}/openapi.json`),
    row('Sign-in (OIDC)', summary.issuer),
    row(summary.temporalUiUrl === undefined ? 'Temporal' : 'Temporal console', temporal),
    ...(summary.mailsUrl === undefined ? [] : [row('Mails', summary.mailsUrl)]),
    row('Kafka brokers', summary.kafkaBrokers),
    row('Database', `${summary.databaseUrl}${passwordHint(summary)}`),
    row('Logs', summary.logDir),
    ...accountTable(summary.accounts),
    '',
    '  Ctrl-C stops everything; the data stays. `npm start -- --fresh` begins anew.',
    '',
  ].join('\n');
}
