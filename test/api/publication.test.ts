import { stringify } from 'yaml';
import { addDays } from '../../domain/deadlines/dates';
import type { CaseState } from '../../domain/case/state';
import { RulesPreview } from '../../schemas/index';
import { factSets } from '../domain/criteria-fixtures';
import {
  api, closePublishingHouse, expectPromiseKept, followed, openCase,
  openPublishingHouse, preview, send, stateOf,
} from './publishing-house'; // prettier-ignore
import { edited, newest, today } from './rules-texts';

beforeAll(() => openPublishingHouse(), 120_000);
afterAll(() => closePublishingHouse());

const goalIsSet = 'goal = "sustainable_integration_primary_market"';
const base = () => newest('SG-regelstruktur');
const url = '/v1/policies/SG-regelstruktur/preview';

describe('a coordinator who publishes a new version', () => {
  let cases: CaseState[];
  let text: string;
  let promise: RulesPreview;

  beforeAll(async () => {
    cases = [
      await openCase(factSets.B),
      await openCase(factSets.C),
      await openCase({ ...factSets.B, problemAreas: [{ area: 'debt', grade: 'heavy' }] }),
    ];
    const { criteria, routes } = base();
    text = edited(base(), {
      version: 'shorter',
      terms: { T_CRIT: { BD: 0 }, T_ACK: { BD: 4 } },
      criteria: { ...criteria, all: criteria.all.filter(({ id }) => id !== 'problem_area') },
      routes: [
        ...routes.slice(1),
        { ...routes[0]!, id: 'advice_on_career', to: 'bslb', purpose: 'coaching', when: goalIsSet },
      ],
    });
  });

  it('sees beforehand who gains or loses which route and whose deadline moves', async () => {
    promise = await preview(url, text);
    expect(promise).toMatchObject({
      subject: 'SG-regelstruktur',
      version: 'shorter',
      on: today(),
      checked: cases.length,
      touched: cases.length,
      summary: { adopting: cases.length, gained: cases.length, moved: cases.length },
    });
    expect(promise.items.map(({ caseId }) => caseId).sort()).toEqual(
      cases.map(({ id }) => id).sort(),
    );
    const kinds = promise.items[0]!.deadlines.map(({ kind }) => kind);
    expect(kinds).toContain('T_CRIT');
    for (const one of cases) expect((await stateOf(one.id)).version).toBe(one.version);
  });

  it('sees the progress of a long preview, and the same result at the end', async () => {
    const response = await send(url, text, { accept: 'text/event-stream' });
    expect(response.headers['content-type']).toContain('text/event-stream');
    const [progress, result] = response.body.split('\n\n');
    const count = cases.length;
    expect(progress).toBe(
      `event: progress\ndata: ${JSON.stringify({ checked: count, of: count })}`,
    );
    expect(result).toMatch(/^event: result\n/);
    const told = RulesPreview.parse(JSON.parse(result!.split('\ndata: ')[1]!));
    expect(told.items.map(({ caseId }) => caseId)).toEqual(
      promise.items.map(({ caseId }) => caseId),
    );
  });

  it('finds that the run did to each case what the preview said', async () => {
    const rollout = await followed('/v1/policies', text);
    expect(rollout).toMatchObject({
      state: 'done',
      total: cases.length,
      moved: promise.summary.adopting,
      unchanged: 0,
      failed: [],
    });
    await expectPromiseKept(promise, cases);
    for (const { id } of cases)
      expect(await stateOf(id)).toMatchObject({ policyVersion: 'shorter' });
  });

  it('may send the same text again: nothing is done twice', async () => {
    const again = await followed('/v1/policies', text);
    expect(again).toMatchObject({ state: 'done', moved: cases.length });
    const types = await api.db.caseEventRecord.count({ where: { type: 'rulesAdopted' } });
    expect(types).toBe(cases.length);
  });

  it('finds nothing left to move in a second preview', async () => {
    expect(await preview(url, text)).toMatchObject({ touched: 0, summary: { adopting: 0 } });
  });

  it('can not put another text under the same name', async () => {
    const other = text.replaceAll('CHSS 2017 [S8]', 'another source');
    const response = await send('/v1/policies', other);
    expect([response.statusCode, response.json().code]).toEqual([409, 'already_published']);
  });
});

describe('a coordinator who closes the offices on more days', () => {
  it('sees which deadlines move, and finds them there after publishing', async () => {
    const before = [await openCase(factSets.B)];
    const name = { de: 'Brücke', fr: 'Pont', it: 'Ponte', en: 'Bridge' };
    const corrections = Array.from({ length: 12 }, (_, day) => ({
      day: addDays(today(), day + 1),
      closed: true,
      name,
      validFrom: today(),
      source: 'invented',
    }));
    const text = stringify({ canton: 'sg', corrections });
    const promise = await preview('/v1/calendars/sg/preview', text);
    expect(promise.items.find(({ caseId }) => caseId === before[0]!.id)?.deadlines).not.toEqual([]);
    const rollout = await followed('/v1/calendars/sg', text);
    expect(rollout).toMatchObject({ kind: 'calendar', moved: promise.summary.adopting });
    await expectPromiseKept(promise, before);
  });
});

describe('a coordinator who publishes for next month', () => {
  it('sees the cases as of that day; until then the rollout waits and every case stays as it is', async () => {
    const one = await openCase(factSets.B);
    const validFrom = addDays(today(), 30);
    const knownSince = addDays(today(), 2);
    const text = edited(base(), {
      version: 'later',
      validFrom,
      knownSince,
      terms: { T_CRIT: { BD: 60 } },
    });
    const promise = await preview(url, text);
    expect(promise.on).toBe(validFrom);
    expect(promise.items.find(({ caseId }) => caseId === one.id)).toMatchObject({ moves: true });
    const response = await send('/v1/policies', text);
    expect([response.statusCode, response.json()]).toMatchObject([
      202,
      { state: 'waiting', startsOn: validFrom, moved: 0 },
    ]);
    expect(await stateOf(one.id)).toEqual(one);
  });
});

describe('a coordinator who publishes how the canton takes the duty to register', () => {
  it('sees which cases gain the duty, and finds it there although they keep their own policy', async () => {
    const employable = { result: 'employable' } as const;
    const facts = { ...factSets.C, employability: employable, language: { oral: 'A2' } };
    const before = [await openCase(facts, 'sg-sh'), await openCase(factSets.B)];
    const duty = newest('PES-registration');
    const parameters = { ...duty.parameters, include_s: true };
    const text = edited(duty, { version: 'with-s', parameters });
    const promise = await preview('/v1/policies/PES-registration/preview', text);
    expect(promise).toMatchObject({ kind: 'duty' });
    const item = promise.items.find(({ caseId }) => caseId === before[0]!.id);
    expect(item?.duties.gained).toEqual([{ to: 'rav', purpose: 'placement' }]);
    expect(item?.deadlines).toMatchObject([{ key: 'T_DUTY:rav', owedBy: 'sg-sh' }]);
    await followed('/v1/policies', text);
    const after = await stateOf(before[0]!.id);
    expect(after.policyVersion).toBe(before[0]!.policyVersion);
    expect(after.verdict?.duties).toMatchObject([{ policyVersion: 'with-s', to: 'rav' }]);
    const due = after.deadlines.find(({ key }) => key === 'T_DUTY:rav')?.dueAt;
    expect(due).toBe(item?.deadlines[0]?.to);
    expect((await stateOf(before[1]!.id)).verdict?.duties).toBeUndefined();
  });
});
