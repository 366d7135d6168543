import { answers } from '../../infra/kafka/consumer-kit/answers';
import { momentOf } from '../../infra/kafka/consumer-kit/office';
import { CommandBody } from '../../schemas/index';

describe('an institution that answers through the kit', () => {
  it('says in every answer what the engine takes over HTTP too', () => {
    const said = [
      answers.acknowledge('R1'),
      answers.accept('R1', { claimsLead: true, reviewOn: '2026-04-01' }),
      answers.accept('R1'),
      answers.decline('R1', { reason: 'not_competent', nextOwner: 'sg-rav' }),
      answers.ask('R1', ['workCapacity.percent']),
      answers.answer('R1'),
      answers.start('R1'),
      answers.report('R1', { reviewOn: '2026-05-04' }),
      answers.done('R1', 'achieved'),
    ];
    for (const body of said) expect(CommandBody.parse(body)).toEqual(body);
    expect(new Set(said.map(({ kind }) => kind)).size).toBe(8);
  });

  it('reads from midnight of a day in Switzerland, in winter and in summer, or from an instant', () => {
    const iso = (from: string): string => new Date(momentOf(from)).toISOString();
    expect(iso('2026-02-01')).toBe('2026-01-31T23:00:00.000Z');
    expect(iso('2026-07-01')).toBe('2026-06-30T22:00:00.000Z');
    expect(iso('2026-02-01T08:00:00+01:00')).toBe('2026-02-01T07:00:00.000Z');
    expect(() => momentOf('yesterday')).toThrow(RangeError);
    expect(() => momentOf('2026-02-30')).toThrow(RangeError);
  });
});
