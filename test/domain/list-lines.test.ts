import * as fc from 'fast-check';
import { isOpen, isSent, partiesOf } from '../../domain/case/state';
import { holderOfCase } from '../../domain/ledger/holder';
import { caseRowOf, partiesOf as partiesInLists } from '../../infra/prisma/case-row';
import { holderOf } from '../../infra/prisma/holder-row';
import { canton, playRandomly, steps } from './random-plays';

describe('the line of a case in a list', () => {
  it('names the holder, the parties and the open referrals that the decisions know', () => {
    const holders = new Set<string>();
    fc.assert(
      fc.property(canton, steps, (where, all) => {
        playRandomly(where, all, ({ outcome }) => {
          if (!outcome.ok) return;
          const { state } = outcome;
          const holder = holderOf(state);
          holders.add(holder?.party ?? 'nobody');
          expect(holder).toEqual(holderOfCase(state));
          expect(partiesInLists(state)).toEqual(partiesOf(state));
          const open = state.referrals.filter((one) => isSent(one) && isOpen(one));
          expect(caseRowOf(state)['open_referrals']).toBe(open.length);
        });
      }),
      { numRuns: 60, seed: 11, unbiased: true },
    );
    // Nothing was compared unless every kind of holder has come by: fewer runs would not do.
    expect([...holders]).toEqual(expect.arrayContaining(['sender', 'receiver', 'lead']));
  });
});
