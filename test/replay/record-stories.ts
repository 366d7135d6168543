/**
 * Records the stories that guard later releases:
 *   node infra/engines/bootstrap.mjs tsx test/replay/record-stories.ts [story …]
 * Once a release. The cases run on a server that skips time; what they would ask of Postgres is
 * answered from memory, since a history knows only the answers.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeActivities } from '../../activities/index';
import type { Activities, ActivityPorts } from '../../activities/index';
import { makeCriteria } from '../../domain/criteria/advise';
import { calendarsFor } from '../../infra/calendars/calendars';
import { startEngines } from '../../infra/engines/index';
import { makeExpressions } from '../../infra/feel/expressions';
import { loadPolicies } from '../../infra/policies';
import { writeHistory } from '../../infra/temporal/history-file';
import { version } from '../../package.json';
import type { Presence } from '../../schemas/index';
import { caseWorkflowId } from '../../workflows/contract';
import { dossierOf } from '../workflows/facts';
import { silence, straightPath, tell } from '../workflows/stories';
import type { Story } from '../workflows/stories';
import { bundleCases, openWorld, quietTemporal } from '../workflows/world';

const root = resolve(__dirname, '..', '..');
const folder = join(__dirname, 'histories', version);

const told = [
  {
    name: 'straight-path',
    canton: 'sg',
    caseId: '00000000-0000-4000-8000-000000000101',
    story: straightPath,
    note: 'SC01: thirteen months in ordinary structures, nobody late, closed with employment',
  },
  {
    name: 'silence',
    canton: 'zh',
    caseId: '00000000-0000-4000-8000-000000000103',
    story: silence,
    note: 'SC03: the disability insurance is silent twice; seven deadlines speak',
  },
  {
    name: 'silence-unfinished',
    canton: 'zh',
    caseId: '00000000-0000-4000-8000-000000000113',
    story: { ...silence, lines: silence.lines.slice(0, 5) },
    note: 'SC03 up to the second escalation: a case that runs while the release changes',
  },
  {
    name: 'silence-nobody-there',
    canton: 'zh',
    caseId: '00000000-0000-4000-8000-000000000123',
    story: { ...silence, lines: silence.lines.slice(0, 5) },
    present: [{ institutionId: 'zh-iv', roles: ['management'] }],
    note: 'SC03 with an empty office, up to its receipt: contact and deputy away, management told',
  },
] as const satisfies readonly {
  name: string;
  canton: 'sg' | 'zh';
  caseId: string;
  story: Story;
  /** Who is there on every day; the directory knows nobody else. */
  present?: readonly Presence[];
  note: string;
}[];

/** No story is about rules that change while it runs, or about cases that were lost. */
const nothingRollsOut: Pick<
  ActivityPorts,
  'rollouts' | 'mover' | 'open' | 'reviver' | 'ended' | 'keeper'
> = {
  open: { listOpenPage: async () => [] },
  reviver: { reviveCase: async () => 'running' },
  ended: { listRetentionEnded: async () => [] },
  keeper: { keepCalendars: async () => undefined },
  rollouts: {
    listOpenCases: async () => [],
    countOpenCases: async () => 0,
    isOpen: async () => true,
    saveProgress: async () => undefined,
  },
  mover: { moveCase: async () => 'unchanged' },
};

/** The real activities on ports that live in memory. */
const activitiesFor = (canton: 'sg' | 'zh', present: readonly Presence[]): Activities => {
  const policies = loadPolicies();
  return makeActivities({
    cases: {
      record: async () => 'written',
      getState: () => Promise.reject(new Error('nothing is ever written twice here')),
    },
    dossiers: { getDossier: async () => dossierOf(canton), findCasesByAhv: async () => [] },
    shelf: {
      putDossier: async () => undefined,
      removeUnused: async () => undefined,
      eraseCase: async () => undefined,
    },
    handovers: { startHandover: async () => undefined },
    line: { idFrom: (...words) => words.join(), tell: async () => 'taken' },
    verdicts: { saveVerdict: async () => undefined },
    policies: {
      findPolicy: async (query) =>
        policies.find(
          ({ running, adoptedBy }) =>
            running.model !== 'mandatory_referral' &&
            adoptedBy.some((one) => one.canton === query.canton),
        ),
      findDuties: async () => [],
      getPolicy: async (id) => policies.find(({ running }) => running.id === id)!,
    },
    calendars: { getCalendars: async () => ({ calendar: calendarsFor(canton, 2025, 2032) }) },
    criteria: makeCriteria(makeExpressions()),
    bell: { ring: () => undefined },
    directory: { listPresence: async () => present },
    ...nothingRollsOut,
  });
};

async function main(): Promise<void> {
  quietTemporal();
  const bundle = await bundleCases();
  const engines = await startEngines({
    dir: mkdtempSync(join(tmpdir(), 'relais-stories-')),
    mode: 'ephemeral',
    want: ['timeSkippingTemporal'],
    cacheDir: join(root, 'var', 'engines'),
  });
  // Those named are recorded; all of them for a new release. What was recorded before stays.
  const wanted = process.argv.slice(2);
  for (const one of told.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const { name, canton, caseId, story, note } = one;
    const server = { path: engines.timeSkippingServerPath! };
    const activities = activitiesFor(canton, 'present' in one ? one.present : []);
    const world = await openWorld({ server, bundle, activities, startsOn: story.startsOn });
    const played = world.play(caseId);
    await tell(played, story.lines);
    const history = await played.history();
    const workflowId = caseWorkflowId(caseId);
    const file = writeHistory(folder, { story: name, workflowId, note, history });
    process.stdout.write(`${file}\n`);
    await world.close();
  }
  await engines.stop();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : String(error)}\n`);
  process.exitCode = 1;
});
