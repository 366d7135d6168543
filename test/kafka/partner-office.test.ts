import type { NoticeEvent } from '../../schemas/index';
import { offices } from '../../workers/simulator/offices';
import { stepsAfter } from '../../workers/simulator/partner';

const notice = (type: string, more: Partial<NoticeEvent['data']> = {}): NoticeEvent => ({
  specversion: '1.0',
  id: 'n-1',
  source: '/v1/cases',
  subject: 'c/R1',
  type: `ch.relais.${type}.v1`,
  time: '2026-02-02T08:00:00.000Z',
  partitionkey: '0b0e0d4e-0b0e-4d4e-8b0e-0b0e0d4e0b0e',
  sequence: '0000000001-00',
  data: {
    caseId: '0b0e0d4e-0b0e-4d4e-8b0e-0b0e0d4e0b0e',
    referralId: 'R1',
    canton: 'zh',
    institutionId: 'zh-iv',
    href: 'http://relais.test/v1/cases/1',
    ...more,
  },
});

const kinds = (id: string, heard: NoticeEvent): string[] =>
  stepsAfter(heard, offices[id]!).map(([, body]) => body.kind);

describe('a partner office of the demonstration', () => {
  it('that answers promptly receives, accepts, starts and completes', () => {
    expect(kinds('zh-rav', notice('referral.sent'))).toEqual([
      'acknowledgeReferral',
      'acceptReferral',
      'startReferral',
      'completeReferral',
    ]);
  });

  it('that asks back does so before it accepts', () => {
    expect(kinds('sg-if', notice('referral.sent'))).toContain('requestInformation');
  });

  it('that declines names who should act instead, and never itself', () => {
    const declined = stepsAfter(notice('referral.sent'), offices['sg-bslb']!)[1]?.[1];
    expect(declined).toMatchObject({ kind: 'declineReferral', nextOwner: 'sg-if' });
  });

  it('that falls silent says nothing at the notice, the reminder and the escalation, then wakes', () => {
    expect(kinds('zh-iv', notice('referral.sent'))).toEqual([]);
    for (const level of ['L0', 'L1', 'L2'] as const) {
      expect(kinds('zh-iv', notice('deadline.reminder', { level, deadline: 'T_DEC' }))).toEqual([]);
    }
    const last = notice('deadline.escalated', { level: 'L3', deadline: 'T_DEC' });
    expect(kinds('zh-iv', last)[0]).toBe('acceptReferral');
  });
});
