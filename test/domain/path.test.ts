import * as fc from 'fast-check';
import { evolve } from '../../domain/case/evolve';
import type { CaseState } from '../../domain/case/state';
import type { Move } from '../../domain/path/moves';
import { caseMoves, referralMoves } from '../../domain/path/moves';
import { pathOf } from '../../domain/path/path';
import { wayOf } from '../../domain/path/way';
import type { CaseEvent } from '../../schemas/index';
import { mermaidFaults } from '../support/mermaid';
import { Play, rulesOf } from '../support/builders';
import { runs } from '../support/runs';
import { canton, caseId, playRandomly, steps } from './random-plays';

const drawn = (play: Play): string => pathOf(play.events, play.state!.id);

describe('the way of a case, drawn', () => {
  const play = new Play(rulesOf('sg'))
    .admitted('sg-rav')
    .do('sg-rav', { kind: 'sendReferral', to: 'sg-sh', purpose: 'coaching', reciprocity: true })
    .on('2026-02-05')
    .do('sg-sh', { kind: 'acknowledgeReferral', referralId: 'R1' })
    .do('sg-rav', { kind: 'pauseCase', reason: 'sickness', reviewOn: '2026-04-07' });

  it('shows where it was, where it is, what holds beside it and where it may go', () => {
    const lines = drawn(play).split('\n');
    expect(lines).toContain('    case_1["criteria_check<br/>2026-02-02"]:::done');
    expect(lines).toContain('    case_2["admitted<br/>2026-02-02<br/>paused"]:::current');
    expect(lines).toContain('    case_1 -->|leadAssigned| case_2');
    expect(lines).toContain('    case_to_meeting["meeting"]:::possible');
    expect(lines).toContain('    case_2 -.->|meetingScheduled| case_to_meeting');
  });

  it('shows every referral in a lane of its own', () => {
    const lines = drawn(play).split('\n');
    expect(lines).toContain('  subgraph R1_lane ["R1 sg-rav - sg-sh"]');
    expect(lines).toContain('    R1_1["acknowledged<br/>2026-02-05"]:::current');
    expect(lines).toContain('    R1_1 -.->|referralAccepted| R1_to_accepted');
  });

  it('is data with a lane for the case and each referral, and the event behind every step', () => {
    const { lanes } = wayOf(play.events, play.state!.id);
    const told = lanes.map(({ referralId, from, to, steps }) => ({
      of: referralId ?? 'case',
      between: [from, to],
      steps: steps.map(({ status, state }) => `${status} ${state}`),
    }));
    expect(told).toEqual([
      {
        of: 'case',
        between: [undefined, undefined],
        steps: [
          'registered done', 'criteria_check done', 'admitted now', 'assessment possible',
          'meeting possible', 'plan_agreed possible', 'closed possible',
        ], // prettier-ignore
      },
      {
        of: 'R1',
        between: ['sg-rav', 'sg-sh'],
        steps: [
          'sent done', 'acknowledged now', 'info_requested possible',
          'waiting_for_capacity possible', 'accepted possible', 'declined possible',
          'withdrawn possible', 'expired possible',
        ], // prettier-ignore
      },
    ]);
    const since = lanes[1]!.steps[1]!;
    expect(since.at!.slice(0, 10)).toBe('2026-02-05');
    expect(play.events.find(({ seq }) => seq === since.seq)!.type).toBe('referralAcknowledged');
  });

  it('keeps a draft away from those who may not see it', () => {
    const draft = new Play(rulesOf('sg'))
      .admitted('sg-rav')
      .do('sg-rav', { kind: 'draftReferral', to: 'sg-sh', purpose: 'coaching' });
    const seen = pathOf(draft.events, draft.state!.id, ({ status }) => status !== 'draft');
    expect([drawn(draft).includes('R1'), seen.includes('R1')]).toEqual([true, false]);
  });

  it('ends where the case ends, and says how it may be taken up again', () => {
    const closed = new Play(rulesOf('sg'))
      .admitted('sg-rav')
      .do('sg-rav', { kind: 'closeCase', outcome: 'dropout' });
    expect(drawn(closed)).toContain('case_3["closed<br/>2026-02-02"]:::current');
    expect(drawn(closed)).toContain('case_3 -.->|caseReopened| case_to_admitted');
  });
});

const names = <S extends string>(all: readonly Move<S>[]): readonly string[] =>
  all.flatMap(({ from, to, by }) => by.map((type) => `${from} ${to} ${type}`));

const ofCases = names(caseMoves);
const ofReferrals = names(referralMoves);

describe('whatever people do', () => {
  test('every case moves on the ways of the tables, and its path is Mermaid', () => {
    const used = new Set<string>();
    const strange = new Set<string>();
    const walk = (before: CaseState | undefined, event: CaseEvent): CaseState => {
      const after = evolve(before, event, caseId)!;
      const moves = [
        { known: ofCases, from: before?.status ?? 'start', to: after.status },
        ...after.referrals.map(({ id, status: to }) => ({
          known: ofReferrals,
          from: before?.referrals.find((one) => one.id === id)?.status ?? 'start',
          to,
        })),
      ];
      for (const { known, from, to } of moves) {
        if (from === to || event.type === 'commandUndone') continue;
        const move = `${from} ${to} ${event.type}`;
        (known.includes(move) ? used : strange).add(move);
      }
      return after;
    };
    fc.assert(
      fc.property(canton, steps, (where, all) => {
        const events: CaseEvent[] = [];
        playRandomly(where, all, ({ outcome }) => {
          if (outcome.ok) events.push(...outcome.events);
        });
        events.reduce<CaseState | undefined>(walk, undefined);
        if (events.length > 0) expect(mermaidFaults(pathOf(events, caseId))).toEqual([]);
      }),
      { numRuns: runs(300), seed: 5, unbiased: true },
    );
    expect([...strange]).toEqual([]);
    expect(used.size).toBeGreaterThan(runs(100) === 100 ? 30 : 12);
  });
});
