import { counts, covers, triedOn } from '../../domain/rollout/period';
import {
  addToSummary,
  adoptRules,
  compare,
  emptySummary,
  isTouched,
  takeVerdict,
} from '../../domain/rollout/preview';
import { localInstant } from '../../domain/deadlines/dates';
import type { CasePreview, RunningPolicy } from '../../schemas/index';
import { Play, engine, policy, rulesOf, verdict } from '../support/builders';

const dated = (validFrom: string, knownSince: string, validTo?: string) => ({
  validFrom,
  knownSince,
  ...(validTo === undefined ? {} : { validTo }),
});

describe('the days a version is for', () => {
  const spring = dated('2026-01-01', '2026-11-25', '2026-03-31');

  it('include its first and its last day', () => {
    const days = ['2025-12-31', '2026-01-01', '2026-03-31', '2026-04-01'];
    expect(days.map((on) => covers(spring, on))).toEqual([false, true, true, false]);
    expect(covers(dated('2026-01-01', '2026-01-01'), '2099-01-01')).toBe(true);
  });

  it('are tried as of today, or as of the first day that is still to come', () => {
    expect(triedOn(dated('2026-01-01', '2026-01-01'), '2026-11-25')).toBe('2026-11-25');
    expect(triedOn(dated('2027-01-01', '2026-11-25'), '2026-11-25')).toBe('2027-01-01');
  });

  it('are taken by what is known later, and not by what was known before', () => {
    const open = dated('2026-01-01', '2026-11-25');
    const earlier = dated('2020-01-01', '2020-01-01');
    const later = dated('2026-12-01', '2026-11-30');
    expect(counts(open, [earlier], '2026-12-05')).toBe(true);
    expect(counts(open, [earlier, later], '2026-12-05')).toBe(false);
    expect(counts(open, [earlier, later], '2026-11-30')).toBe(true);
  });
});

describe('what a new version does to a case that waits for its criteria', () => {
  const route = [{ to: 'iv', purpose: 'clarify_competence' }] as const;
  const play = (): Play =>
    new Play(rulesOf('sg')).registered('sg-rav').do(engine, {
      kind: 'recordVerdict',
      verdict: verdict('bilateral', [], { route: [...route] }),
    });
  const edited = (part: Partial<RunningPolicy>) => ({
    ...rulesOf('sg'),
    policy: policy('sg', { version: '2', ...part }),
  });
  const tried = (
    part: Partial<RunningPolicy>,
    on: string,
    told = verdict('admitted'),
  ): CasePreview => {
    const { state } = play();
    const ctx = { now: localInstant(on, '10:00'), ...edited(part) };
    const adoption = adoptRules(state!, ctx, false)!;
    expect(adoption.asksCriteria).toBe(true);
    const becomes = takeVerdict(adoption.state, told, ctx);
    return compare(state!, becomes, { now: ctx.now, pastVerdicts: [] });
  };
  const { terms } = policy('sg');

  it('shows the deadline from when to when, and what is overdue at once', () => {
    const longer = tried({ terms: { ...terms, T_CRIT: { BD: 8 } } }, '2026-02-03');
    expect(longer.deadlines).toEqual([
      {
        key: 'T_CRIT',
        kind: 'T_CRIT',
        owedBy: 'sg-rav',
        from: localInstant('2026-02-09', '17:00'),
        to: localInstant('2026-02-12', '17:00'),
        overdueNow: false,
      },
    ]);
    const shorter = tried({ terms: { ...terms, T_CRIT: { BD: 1 } } }, '2026-02-04');
    expect(shorter.deadlines).toMatchObject([
      { to: localInstant('2026-02-03', '17:00'), overdueNow: true },
    ]);
  });

  it('shows the outcome and the routes that change, and leaves out those that stay', () => {
    const told = verdict('admitted', [], {
      route: [...route, { to: 'rav', purpose: 'placement' }],
    });
    const preview = tried({}, '2026-02-03', told);
    expect(preview).toMatchObject({
      outcome: { from: 'bilateral', to: 'admitted' },
      routes: { gained: [{ to: 'rav', purpose: 'placement' }], lost: [] },
    });
    expect(tried({}, '2026-02-03').routes).toEqual({ gained: [], lost: route });
  });

  it('lists nobody for whom only the number of the version changes', () => {
    const same = verdict('bilateral', [], { route: [...route] });
    const preview = tried({}, '2026-02-03', same);
    expect([preview.moves, isTouched(preview)]).toEqual([true, false]);
  });

  it('moves nobody who works by the rules already', () => {
    const { state } = play();
    expect(
      adoptRules(state!, { now: localInstant('2026-02-03', '10:00'), ...rulesOf('sg') }, false),
    ).toBe(undefined);
    const preview = compare(state!, undefined, {
      now: '2026-02-03T10:00:00.000Z',
      pastVerdicts: [],
    });
    expect([preview.moves, isTouched(preview)]).toEqual([false, false]);
  });

  it('is counted once for each sort of change', () => {
    const shorter = tried({ terms: { ...terms, T_CRIT: { BD: 1 } } }, '2026-02-04');
    const sum = addToSummary(addToSummary(emptySummary, shorter), tried({}, '2026-02-03'));
    expect(sum).toEqual({ adopting: 2, gained: 0, lost: 2, moved: 1, overdueNow: 1 });
  });
});
