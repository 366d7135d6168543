/** The domain clock: in the demonstration it runs faster than the one on the wall. */
import { useEffect, useState } from 'react';
import type { ClockView } from '../../schemas/index';
import { useAsked } from './queries';

const tickMs = 1_000;
const anchors = new WeakMap<ClockView, number>();

/** When the answer came in, on the clock of this browser. */
const anchorOf = (clock: ClockView): number => {
  const known = anchors.get(clock) ?? performance.now();
  anchors.set(clock, known);
  return known;
};

/** Milliseconds since 1970 on the domain clock, and its rate; both undefined until it is known. */
export const useDomainClock = (
  everyMs: number = tickMs,
): { readonly nowMs: number | undefined; readonly rate: number | undefined } => {
  const { data: clock } = useAsked<ClockView>(['reference', 'clock'], '/v1/clock');
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  if (clock === undefined) return { nowMs: undefined, rate: undefined };
  const passedMs = (performance.now() - anchorOf(clock)) * clock.rate;
  return { nowMs: Date.parse(clock.now) + passedMs, rate: clock.rate };
};
