import { noticesOf } from '../../domain/case/react';
import type { CaseState } from '../../domain/case/state';
import type { AnyCommandBody } from '../../schemas/index';
import { engine, officer, Play, rulesOf } from '../support/builders';

const failed: AnyCommandBody = {
  kind: 'noteUndelivered',
  to: 'sg-iv',
  notice: 'ch.relais.referral.sent.v1',
  error: 'mailbox_refused',
  about: 'R1',
};
const referred = (): Play =>
  new Play(rulesOf('sg'))
    .admitted('sg-rav')
    .do('sg-rav', { kind: 'sendReferral', to: 'sg-iv', purpose: 'clarify_competence' });

describe('a notice that did not arrive', () => {
  it('stands in the history of its case, moves nothing and tells nobody', () => {
    const play = referred();
    const before = play.state;
    play.do(engine, failed);
    expect(play.events.at(-1)).toMatchObject({
      type: 'noticeUndelivered',
      data: { to: 'sg-iv', error: 'mailbox_refused', about: 'R1' },
    });
    expect(noticesOf(play.state as CaseState, play.events.slice(-1))).toEqual([]);
    const { version, changedAt, ...rest } = play.state!;
    const { version: old, changedAt: then, ...same } = before!;
    expect([version, changedAt >= then]).toEqual([old + 1, true]);
    expect(rest).toEqual(same);
  });

  it('is the word of the engine and of nobody else', () => {
    expect(referred().try(officer('sg-rav'), failed)?.code).toBe('not_permitted');
  });
});
