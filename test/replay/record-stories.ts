/**
 * Records the stories that guard later releases:
 *   node infra/engines/bootstrap.mjs tsx test/replay/record-stories.ts
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
] as const satisfies readonly {
  name: string;
  canton: 'sg' | 'zh';
  caseId: string;
  story: Story;
  note: string;
}[];

/** No story is about rules that change while it runs. */
const nothingRollsOut: Pick<ActivityPorts, 'rollouts' | 'mover'> = {
  rollouts: {
    listOpenCases: async () => [],
    countOpenCases: async () => 0,
    isOpen: async () => true,
    saveProgress: async () => undefined,
  },
  mover: { moveCase: async () => 'unchanged' },
};

/** The real activities on ports that live in memory. */
const activitiesFor = (canton: 'sg' | 'zh'): Activities => {
  const policies = loadPolicies();
  return makeActivities({
    cases: {
      record: async () => 'written',
      getState: () => Promise.reject(new Error('nothing is ever written twice here')),
    },
    dossiers: { getDossier: async () => dossierOf(canton), findCasesByAhv: async () => [] },
    verdicts: { saveVerdict: async () => undefined },
    policies: {
      findPolicy: async (query) =>
        policies.find((policy) => policy.adoptedBy.some((one) => one.canton === query.canton)),
      findDuties: async () => [],
      getPolicy: async (id) => policies.find(({ running }) => running.id === id)!,
    },
    calendars: { getCalendars: async () => ({ calendar: calendarsFor(canton, 2025, 2032) }) },
    criteria: makeCriteria(makeExpressions()),
    bell: { ring: () => undefined },
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
  for (const { name, canton, caseId, story, note } of told) {
    const server = { path: engines.timeSkippingServerPath! };
    const activities = activitiesFor(canton);
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
