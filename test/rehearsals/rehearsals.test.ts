import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import { formatProblem } from '../../infra/yaml-source';
import type { Scenario } from '../../schemas/scenario';
import { scenarioJsonSchema } from '../../schemas/scenario';
import { play } from '../../workers/rehearse/play';
import type { Report } from '../../workers/rehearse/play';
import { printReport, toJson } from '../../workers/rehearse/print';
import { listScenarioFiles, readScenario } from '../../workers/rehearse/read-scenario';
import { openStage } from '../../workers/rehearse/stage';
import type { Stage } from '../../workers/rehearse/stage';
import { databaseForFile, timeSkippingServerPath } from '../support/engines';
import type { TestDatabase } from '../support/engines';
import { tolerateLateRetries } from '../support/late-retries';

const projectDir = resolve(__dirname, '../..');
const dir = mkdtempSync(join(tmpdir(), 'relais-rehearsals-'));
const files = listScenarioFiles();
const named = (part: string): string => files.find((file) => basename(file).startsWith(part))!;
const scenarioOf = (part: string): Scenario => readScenario(named(part)).scenario!;

let database: TestDatabase;
let stage: Stage;

const missesOf = ({ steps }: Report): string[] =>
  steps.flatMap(({ checks }) => checks.filter(({ ok }) => !ok).map(({ text }) => text));

/** The problems of a scenario file in which one piece of text was replaced by another. */
const problemsAfter = (part: string, from: string, to: string): string[] => {
  const text = readFileSync(named(part), 'utf8');
  expect(text).toContain(from);
  const file = join(dir, basename(named(part)));
  writeFileSync(file, text.replace(from, to));
  return readScenario(file).problems.map((problem) =>
    formatProblem({ ...problem, file: basename(problem.file) }),
  );
};

beforeAll(async () => {
  tolerateLateRetries();
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  });
  database = await databaseForFile();
  stage = await openStage({
    databaseUrl: database.url,
    timeSkippingServerPath: timeSkippingServerPath(),
    dir,
  });
});

afterAll(async () => {
  await stage.close();
  await database.drop();
  rmSync(dir, { recursive: true, force: true });
});

describe('every rehearsal of the project', () => {
  it.each(files.map((file) => basename(file)))('goes as %s says', async (name) => {
    const { scenario, problems } = readScenario(named(name));
    expect(problems.map(formatProblem)).toEqual([]);
    const report = await play(stage, scenario!);
    expect(missesOf(report)).toEqual([]);
    expect(toJson(report)).toMatchObject({ passed: true, misses: 0 });
    expect(printReport(report, false)).toContain(`✓ ${scenario!.id} passed`);
  });
});

describe('a rehearsal that does not go as written', () => {
  test('says by how much an expected date is wrong', async () => {
    const scenario = structuredClone(scenarioOf('SC03'));
    const sent = scenario.steps.find((step) => step.sends.length > 0)!;
    sent.expect!.deadlines = { 'T_DEC:R1': '2026-04-14' };
    const report = await play(stage, scenario);
    expect(missesOf(report)).toEqual(['T_DEC:R1 due: expected 2026-04-14, found 2026-04-13']);
    expect(printReport(report, false)).toContain('✗ SC03 failed');
  });

  test('names an escalation, a send and a notice that nobody wrote down', async () => {
    const scenario = structuredClone(scenarioOf('SC03'));
    scenario.steps = scenario.steps.slice(0, 6).map((step) => ({ ...step }));
    Object.assign(scenario.steps[2]!, { sends: [], notices: {} });
    Object.assign(scenario.steps[4]!, { fires: [] });
    expect(missesOf(await play(stage, scenario))).toEqual([
      'unexpected send R1 from zh-sh-winterthur to zh-iv, basis consent',
      'notice referral.sent to: expected none, found zh-iv',
      'unexpected T_DEC:R1 L1 on 2026-04-13 17:00 to zh-iv contact',
    ]);
  });

  test('names a level that came on another day, to somebody else, or not at all', async () => {
    const scenario = structuredClone(scenarioOf('SC03'));
    scenario.steps = scenario.steps.slice(0, 6);
    scenario.steps[3]!.fires[0]!.on = '2026-04-08';
    scenario.steps[4]!.fires.push({ ...scenario.steps[4]!.fires[0]!, level: 'L4' });
    scenario.steps[5]!.fires[0]!.to = ['zh-coo'];
    expect(missesOf(await play(stage, scenario))).toEqual([
      'T_DEC:R1 L0: expected on 2026-04-08 08:00, came on 2026-04-09 08:00',
      'T_DEC:R1 L4: expected on 2026-04-13, did not come',
      'T_DEC:R1 L2: expected to zh-coo, went to zh-coo coordinator, zh-iv deputy',
    ]);
  });

  test('names a refusal that was not expected, and one that did not come', async () => {
    const scenario = structuredClone(scenarioOf('SG-declined'));
    scenario.steps = scenario.steps.slice(0, 4);
    delete scenario.steps[3]!.refused;
    scenario.steps[1]!.refused = 'not_permitted';
    expect(missesOf(await play(stage, scenario))).toEqual([
      'expected a refusal, not_permitted: it was done',
      'unexpected refusal next_owner_is_decliner {"nextOwner":"sg-rav"}',
    ]);
  });

  test('names what happened to a case after its last step in the script', async () => {
    const scenario = structuredClone(scenarioOf('ZH-returned'));
    // Without what the silent case comes to.
    scenario.steps = scenario.steps.slice(0, -3);
    const report = await play(stage, scenario);
    expect(missesOf(report)).toEqual([
      'unexpected T_INFO L1 on 2026-02-13 08:00 to zh-sh-winterthur contact',
      'unexpected T_INFO L2 on 2026-02-20 17:00 to zh-coo coordinator, zh-sh-winterthur deputy',
    ]);
    expect(printReport(report, true)).toContain('end of the script');
  });

  test('shows what waits for later work, and when it need not wait any more', async () => {
    const scenario = structuredClone(scenarioOf('SG-declined'));
    scenario.steps = scenario.steps.slice(0, 2);
    scenario.steps[0]!.expectLater = [
      { reason: 'a meeting room', expect: { status: 'meeting' } },
      { reason: 'the criteria', expect: { verdict: 'admitted' } },
    ];
    scenario.steps[1]!.later = 'an acknowledgement by letter';
    const report = await play(stage, scenario);
    expect(missesOf(report)).toEqual([]);
    expect(report.steps.flatMap(({ later }) => later)).toEqual([
      { reason: 'a meeting room', holds: false },
      { reason: 'the criteria', holds: true },
      { reason: 'an acknowledgement by letter' },
    ]);
    expect(printReport(report, false)).toContain('later: an acknowledgement by letter');
  });
});

describe('a file that is no scenario', () => {
  test.each([
    {
      what: 'an unknown field',
      from: 'bd: 3',
      to: 'businessDay: 3',
      line: /^SC03-.*:\d+ steps\.1: .*businessDay/,
    },
    {
      what: 'a wrong check digit',
      from: '0003.09',
      to: '0003.08',
      line: /^SC03-.*:10 person\.vn: .*check digit/,
    },
    {
      what: 'a command without its data',
      from: 'referralId: R1, ',
      to: '',
      line: /do\.referralId: expected/,
    },
    {
      what: 'a step before the one above it',
      from: 'until: 2026-04-13',
      to: 'until: 2026-03-25',
      line: /a moment after/,
    },
    {
      what: 'a step without a moment',
      from: '    on: 2026-03-26\n    bd: 3\n    by: zh-coo',
      to: '    by: zh-coo',
      line: /a moment: on/,
    },
    {
      what: 'another id than its name',
      from: 'id: SC03',
      to: 'id: SC04',
      line: /:1 id: expected the beginning of the name/,
    },
    {
      what: 'broken YAML',
      from: 'steps:',
      to: 'steps: [',
      line: /:\d+ yaml: expected well-formed YAML/,
    },
    {
      what: 'a case that nobody registered',
      from: 'do: { kind: registerCase }',
      to: 'do: { kind: holdMeeting }',
      line: /a step that registers the case "main"/,
    },
  ])('$what is shown with its line', ({ from, to, line }) => {
    expect(problemsAfter('SC03', from, to)).toContainEqual(expect.stringMatching(line));
  });

  test('that is not there is said, too', () => {
    expect(readScenario(join(dir, 'none.yaml')).problems).toHaveLength(1);
  });
});

test('the JSON Schema for editors is the one that the shapes give', () => {
  const file = join(projectDir, 'docs', 'scenario.schema.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(scenarioJsonSchema())),
  );
});
