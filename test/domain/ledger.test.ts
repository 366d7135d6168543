import * as fc from 'fast-check';
import type { CaseState } from '../../domain/case/state';
import { businessDaysBetween } from '../../domain/deadlines/business-days';
import { localDate, localInstant } from '../../domain/deadlines/dates';
import { ledgerOf } from '../../domain/ledger/ledger';
import type { CaseEvent, LedgerStretch } from '../../schemas/index';
import { Ledger } from '../../schemas/index';
import { Play, rulesOf } from '../support/builders';
import { runs } from '../support/runs';
import { canton, caseId, playRandomly, steps } from './random-plays';

const sg = rulesOf('sg');
const read = (stretches: readonly LedgerStretch[]): string[] =>
  stretches.map(({ from, party, institutionId }) =>
    [localDate(from), party, institutionId].filter(Boolean).join(' '),
  );
const ledger = (play: Play) => ledgerOf(play.events, { now: play.now, caseId: play.state!.id }, sg);

describe('who cost the time of a case', () => {
  // Friday 6 February: sent; Tuesday 10: asked back; Thursday 12: answered; Monday 16: accepted.
  const play = (): Play =>
    new Play(sg, localInstant('2026-02-06', '09:00'))
      .admitted('sg-rav')
      .do('sg-rav', { kind: 'sendReferral', to: 'sg-sh', purpose: 'coaching', reciprocity: true })
      .on('2026-02-10')
      .do('sg-sh', { kind: 'requestInformation', referralId: 'R1', fields: ['permit'] })
      .on('2026-02-12')
      .do('sg-rav', { kind: 'answerInformation', referralId: 'R1' });

  it('is the receiver until it asks back, then the sender, and on a weekend nobody', () => {
    const [referral] = ledger(play().on('2026-02-16')).referrals;
    expect(read(referral!.stretches)).toEqual([
      '2026-02-06 receiver sg-sh',
      '2026-02-07 closed_days',
      '2026-02-09 receiver sg-sh',
      '2026-02-10 sender sg-rav',
      '2026-02-12 receiver sg-sh',
      '2026-02-14 closed_days',
      '2026-02-16 receiver sg-sh',
    ]);
    expect(referral!.sums.map(({ party, businessDays }) => [party, businessDays])).toEqual([
      ['receiver', 4],
      ['closed_days', 0],
      ['sender', 2],
    ]);
  });

  it('names the event with which each stretch began', () => {
    const [referral] = ledger(play()).referrals;
    const [sent, weekend, , asked] = referral!.stretches;
    expect([sent!.cause?.type, weekend!.cause, asked!.cause?.type]).toEqual([
      'referralSent',
      undefined,
      'informationRequested',
    ]);
  });

  it('is nobody while the case stands still, weekends or not', () => {
    const paused = play()
      .do('sg-rav', { kind: 'pauseCase', reason: 'sickness', reviewOn: '2026-04-07' })
      .on('2026-03-12')
      .do('sg-rav', { kind: 'resumeCase' })
      .on('2026-03-13');
    const { stretches, sums } = ledger(paused);
    expect(read(stretches).slice(-2)).toEqual([
      '2026-02-12 paused',
      expect.stringMatching(/^2026-03-12 receiver/),
    ]);
    expect(sums.find(({ party }) => party === 'paused')).toMatchObject({
      ms: 28 * 86_400_000,
      businessDays: 20,
    });
  });

  it('is the person who can not be reached', () => {
    const silent = play();
    for (const [on, channel] of [
      ['2026-02-16', 'phone'],
      ['2026-02-17', 'phone'],
      ['2026-02-18', 'mail'],
    ] as const)
      silent.on(on).do('sg-rav', { kind: 'recordContactTry', channel, reached: false });
    expect(read(ledger(silent.on('2026-02-20')).stretches).at(-1)).toBe('2026-02-18 person');
  });

  it('is the registering office, then the coordinator behind the gate, then the lead', () => {
    const gated = new Play(rulesOf('fr')).registered('fr-rav').on('2026-02-04');
    expect(read(ledger(gated).stretches)).toEqual(['2026-02-02 coordination fr-coo']);
    const led = new Play(sg).admitted('sg-rav').on('2026-02-04');
    expect(read(ledger(led).stretches)).toEqual(['2026-02-02 lead sg-rav']);
  });

  it('ends when the case is closed', () => {
    const closed = new Play(sg)
      .admitted('sg-rav')
      .on('2026-02-04')
      .do('sg-rav', { kind: 'closeCase', outcome: 'dropout' })
      .on('2026-09-01');
    expect(ledger(closed).stretches.at(-1)!.to).toBe(localInstant('2026-02-04', '09:00'));
  });
});

/** A day that has only just begun is nobody's yet. */
const dayBefore = (at: string): string => localDate(new Date(Date.parse(at) - 1).toISOString());

/** From registration to closure, and from a reopening on. */
const openPeriods = (events: readonly CaseEvent[], now: string): (readonly [string, string])[] => {
  const at = (...types: string[]): string[] =>
    events.filter(({ type }) => types.includes(type)).map((one) => one.at);
  const ends = [...at('caseClosed'), now];
  const periods: [string, string][] = [];
  for (const [i, from] of at('caseRegistered', 'caseReopened').entries()) {
    const to = ends[i]!;
    // Closed and taken up again in the same moment: it was never closed.
    const last = periods.at(-1);
    if (last?.[1] === from) last[1] = to;
    else periods.push([from, to]);
  }
  return periods.filter(([from, to]) => from !== to);
};

/** Contiguous from a moment to another, each stretch longer than nothing. */
const gapIn = (all: readonly LedgerStretch[], from: string, to: string): string | undefined => {
  const ends = [from, ...all.map((one) => one.to)];
  if (all.some((one, i) => one.from !== ends[i])) return 'a gap or an overlap';
  if (all.some((one) => Date.parse(one.to) <= Date.parse(one.from))) return 'no time';
  return ends.at(-1) === to ? undefined : `ends at ${ends.at(-1)!}, not at ${to}`;
};

describe('whatever people do', () => {
  test('the ledger of a case has no gap and sums exactly to the wall time', () => {
    let looked = 0;
    fc.assert(
      fc.property(canton, steps, (where, all) => {
        const events: CaseEvent[] = [];
        let last: CaseState | undefined;
        let now = '';
        playRandomly(where, all, ({ outcome, ctx }) => {
          now = ctx.now;
          if (!outcome.ok) return;
          events.push(...outcome.events);
          last = outcome.state;
        });
        if (last === undefined) return;
        const { calendar } = rulesOf(where);
        const found = ledgerOf(events, { now, caseId }, { calendar });
        const periods = openPeriods(events, now);
        for (const [from, to] of periods) {
          const within = found.stretches.filter((one) => one.from >= from && one.to <= to);
          expect(gapIn(within, from, to)).toBeUndefined();
        }
        const total = (of: (from: string, to: string) => number): number =>
          periods.reduce((sum, [from, to]) => sum + of(from, to), 0);
        const sum = (of: 'ms' | 'businessDays'): number =>
          found.sums.reduce((all, one) => all + one[of], 0);
        expect(sum('ms')).toBe(total((from, to) => Date.parse(to) - Date.parse(from)));
        expect(sum('businessDays')).toBe(
          total((from, to) => businessDaysBetween(calendar, dayBefore(from), dayBefore(to))),
        );
        for (const { referralId, stretches } of found.referrals) {
          const { sentAt } = last.referrals.find(({ id }) => id === referralId)!;
          if (sentAt === undefined || stretches.length === 0) continue;
          expect(gapIn(stretches, sentAt, stretches.at(-1)!.to)).toBeUndefined();
          looked += 1;
        }
        expect(Ledger.safeParse(found).error).toBeUndefined();
      }),
      { numRuns: runs(150), seed: 11, unbiased: true },
    );
    expect(looked).toBeGreaterThan(runs(150) / 10);
  });
});
