/** The domain clock in the head of the page, and an honest word when it is bent. */
import type { ClockAnswer } from './api';
import { byId, replace } from './dom';
import { text, when } from './words';

const tickMs = 1_000;

/** Starts the clock and answers with what draws it at once; it stops with the signal. */
export const runClock = ({ now, rate }: ClockAnswer, signal: AbortSignal): (() => void) => {
  const startMs = performance.now();
  const draw = (): void => {
    const ms = Date.parse(now) + (performance.now() - startMs) * rate;
    replace(byId('clock'), when(new Date(ms).toISOString()));
    replace(byId('clock-note'), rate === 1 ? '' : text('page.clockFast', { rate }));
  };
  const timer = setInterval(draw, tickMs);
  signal.addEventListener('abort', () => {
    clearInterval(timer);
    replace(byId('clock'));
    replace(byId('clock-note'));
  });
  return draw;
};
