import { commandRecord, fromRecord } from '../../infra/kafka/cloud-event';
import type { IncomingRecord } from '../../infra/kafka/records';
import { readCommand } from '../../workers/intake/read-command';
import type { Reading } from '../../workers/intake/read-command';
import {
  binary,
  caseId,
  data,
  minimal,
  record,
  refused,
  structured,
  taken,
  unreadable,
  without,
} from './cloud-event-cases';

const reading = (one: IncomingRecord): Reading => readCommand(one, 'sg-iv');

/** What the sender of a record that was not taken is told. */
const told = (one: IncomingRecord) => {
  const answer = reading(one);
  if (answer.ok) throw new Error('the record was taken');
  return { eventId: answer.eventId, code: answer.refusal.code, why: answer.refusal.details };
};

describe('an office that writes to its inbox', () => {
  it.each(taken)('is heard with %s', (_what, one) => {
    expect(reading(one)).toMatchObject({
      ok: true,
      eventId: 'event-7',
      command: { caseId, body: data, actor: { institutionId: 'sg-iv' } },
    });
  });

  it.each(refused)('is told what is wrong with %s', (_what, attribute, one) => {
    const { code, why } = told(one);
    expect(code).toBe('malformed');
    const errors = why['errors'] as string[];
    expect(errors.map((line) => line.slice(0, line.indexOf(':')))).toContain(
      attribute === '' ? 'event' : attribute,
    );
  });

  it.each(unreadable)('is told by the place of the record of one with %s', (_what, one) => {
    expect(told(one)).toMatchObject({
      eventId: 'relais.inst.sg-iv.inbox/2/41',
      code: 'malformed',
      why: { expected: 'a CloudEvent 1.0 in binary or structured JSON mode' },
    });
  });

  it('is never given an id that it did not send, for then a repetition would be another command', () => {
    const [first, again] = [told(structured(without('id'))), told(structured(without('id')))];
    expect(first).toEqual(again);
    expect(first.eventId).toBe('relais.inst.sg-iv.inbox/2/41');
    expect(told(binary({ ce_id: '' })).eventId).toBe('relais.inst.sg-iv.inbox/2/41');
  });

  it('is told by its own id of everything else', () => {
    expect(told(structured({ ...minimal, time: 'at noon' })).eventId).toBe('event-7');
    expect(told(binary({}, '{"kind":')).eventId).toBe('event-7');
  });

  it('never hears its own values again, and of a name without end only the start', () => {
    const secret = { time: 'Muster', mine: ['Muster'], data: { kind: 'Muster', other: 'Muster' } };
    const long = told(structured({ ...minimal, ['X'.repeat(10_000)]: 'Muster' })).why;
    expect(JSON.stringify(long)).not.toContain('Muster');
    expect(JSON.stringify(long).length).toBeLessThan(1000);
    expect(JSON.stringify(told(structured({ ...minimal, ...secret })).why)).not.toContain('Muster');
  });
});

describe('a reader of any CloudEvent', () => {
  it('keeps what it does not know, and other sorts of data', () => {
    const text = { ...minimal, type: 'io.example', datacontenttype: 'text/plain', data: 'grüezi' };
    expect(fromRecord(structured({ ...text, mine: 'ü' }))).toMatchObject({ ...text, mine: 'ü' });
    const bytes = binary({ 'content-type': 'image/png' }, Buffer.from([0xff, 0x00]));
    expect(fromRecord(bytes)).toMatchObject({ data_base64: '/wA=', datacontenttype: 'image/png' });
  });

  it('takes the key of the record for the partition key, unless the event names another', () => {
    expect(fromRecord(structured(minimal))).toMatchObject({ partitionkey: caseId });
    expect(fromRecord(structured({ ...minimal, partitionkey: 'k' }))).toMatchObject({
      partitionkey: 'k',
    });
  });

  it('reads what this product writes', () => {
    const { id, source, subject } = minimal as { id: string; source: string; subject: string };
    const event = { id, source, subject, time: '2026-02-02T08:00:00.000Z', data };
    const { value, headers: sent } = commandRecord('relais.inst.sg-iv.inbox', event);
    expect(fromRecord(record(value, sent))).toEqual({
      ...minimal,
      time: event.time,
      datacontenttype: 'application/json',
      partitionkey: caseId,
    });
  });
});
