import * as fc from 'fast-check';
import { identityClock, toDomain, toEngine } from '../../domain/deadlines/clock';
import type { Clock } from '../../schemas/index';

const instant = fc
  .date({
    min: new Date('2020-01-01T00:00:00Z'),
    max: new Date('2040-01-01T00:00:00Z'),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString());
const rate = fc.oneof(
  fc.integer({ min: 1, max: 100_000 }),
  fc.constantFrom(0.1, 0.5, 1 / 3, 1.5, 86_400, 8640.5),
);
const clock: fc.Arbitrary<Clock> = fc.record({
  engineOrigin: instant,
  domainOrigin: instant,
  rate,
});

describe('the clock of production', () => {
  test('shows engine time and domain time as one', () => {
    fc.assert(
      fc.property(instant, (at) => {
        expect(toDomain(identityClock, at)).toBe(at);
        expect(toEngine(identityClock, at)).toBe(at);
      }),
    );
  });
});

describe('a bent clock', () => {
  const demo: Clock = {
    engineOrigin: '2026-11-25T08:00:00.000Z',
    domainOrigin: '2026-02-02T08:00:00.000Z',
    rate: 8640,
  };

  test('lets a day pass in ten seconds', () => {
    expect(toDomain(demo, '2026-11-25T08:00:10.000Z')).toBe('2026-02-03T08:00:00.000Z');
    expect(toEngine(demo, '2026-02-03T08:00:00.000Z')).toBe('2026-11-25T08:00:10.000Z');
  });

  test('knows the time before its origin too', () => {
    expect(toDomain(demo, '2026-11-25T07:59:50.000Z')).toBe('2026-02-01T08:00:00.000Z');
  });

  test('never rings early, and at most one tick of the engine late', () => {
    fc.assert(
      fc.property(clock, instant, (bent, due) => {
        const rings = toDomain(bent, toEngine(bent, due));
        const lateMs = Date.parse(rings) - Date.parse(due);
        expect(lateMs).toBeGreaterThanOrEqual(0);
        expect(lateMs).toBeLessThanOrEqual(Math.ceil(bent.rate));
      }),
      { numRuns: 500 },
    );
  });

  test('never runs backwards', () => {
    fc.assert(
      fc.property(clock, fc.nat(1_000_000_000), fc.nat(100_000), (bent, sinceMs, laterMs) => {
        const at = (ms: number) =>
          toDomain(bent, new Date(Date.parse(bent.engineOrigin) + ms).toISOString());
        expect(Date.parse(at(sinceMs + laterMs))).toBeGreaterThanOrEqual(Date.parse(at(sinceMs)));
      }),
    );
  });
});
