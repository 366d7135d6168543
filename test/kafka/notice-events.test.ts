import * as fc from 'fast-check';
import { noticesOf } from '../../domain/case/react';
import { noticeEvent, readNotice, toRecord } from '../../infra/kafka/cloud-event';
import { dataSchemaOf, noticeDataOf, noticeTypes } from '../../schemas/index';
import { canton, caseId, playRandomly, steps } from '../domain/random-plays';
import { runs } from '../support/runs';

const row = (notice: object) => ({
  caseId,
  part: 0,
  canton: 'sg' as const,
  notice: {
    to: 'sg-iv',
    type: 'ch.relais.referral.sent.v1',
    seq: 7,
    at: '2026-02-02T08:00:00Z',
    referralId: 'R1',
    ...notice,
  },
});
const base = 'http://relais.test';
const arrived = (record: ReturnType<typeof toRecord>) =>
  readNotice({ ...record, partition: 0, offset: '0', value: Buffer.from(record.value) });

describe('an institution that is told of a case', () => {
  it('gets every notice of whatever happens as an event of a declared type, as that type promises', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(canton, steps, (where, all) => {
        playRandomly(where, all, ({ outcome }) => {
          if (!outcome.ok) return;
          for (const notice of noticesOf(outcome.state, outcome.events)) {
            // As it comes out of the outbox: absent is absent.
            const stored = JSON.parse(JSON.stringify(notice)) as typeof notice;
            const event = noticeEvent({ caseId, part: 0, canton: where, notice: stored }, base);
            const read = arrived(toRecord('relais.test', event));
            expect(read).toEqual(event);
            expect(noticeDataOf(read.type).safeParse(read.data).success).toBe(true);
            met.add(read.type);
          }
        });
      }),
      { numRuns: runs(60), seed: 7 },
    );
    expect([...met].filter((type) => !noticeTypes.some((one) => one === type))).toEqual([]);
    expect(met.size).toBeGreaterThan(12);
  });

  it('finds the case, the referral, the schema and the trace in the envelope', () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const event = noticeEvent({ ...row({ basis: 'AVG35a-1bis' }), traceparent }, base);
    const record = toRecord('relais.test', event);
    expect(record.headers).toMatchObject({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: `${caseId}-0000000007-00`,
      ce_source: '/v1/cases',
      ce_subject: `${caseId}/R1`,
      ce_type: 'ch.relais.referral.sent.v1',
      ce_dataschema: dataSchemaOf('ch.relais.referral.sent.v1'),
      ce_sequence: '0000000007-00',
      ce_traceparent: traceparent,
    });
    expect(record.key).toBe(caseId);
    expect(JSON.parse(record.value)).toMatchObject({
      canton: 'sg',
      basis: 'AVG35a-1bis',
      href: `${base}/v1/cases/${caseId}`,
    });
  });

  it('finds no trace where there is none', () => {
    const { headers } = toRecord('relais.test', noticeEvent(row({}), base));
    expect(Object.keys(headers)).not.toContain('ce_traceparent');
  });

  it.each([
    ['of a type that nobody declared', { type: 'ch.relais.referral.sent.v2' }],
    ['about a referral that it does not name', { referralId: undefined }],
    ['about a deadline that it does not name', { type: 'ch.relais.deadline.reminder.v1' }],
    ['with a word more than declared', { remark: 'Frau Muster' }],
  ])('never gets one %s', (_what, change) => {
    expect(() => noticeEvent(row(change), base)).toThrow();
  });

  it('overlooks what a later release says more, and types that it does not know', () => {
    const event = noticeEvent(row({}), base);
    const later = { ...event, type: 'ch.relais.case.merged.v1', data: { ...event.data, more: 1 } };
    expect(arrived(toRecord('relais.test', later))).toMatchObject({
      type: 'ch.relais.case.merged.v1',
      data: event.data,
    });
  });
});
