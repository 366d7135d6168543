/** How often a delivery is tried. The first try is at once; together the pauses are three days. */
const minute = 60;
const hour = 60 * minute;

/** Seconds between one try and the next, as Standard Webhooks recommends them. */
export const pausesSeconds: readonly number[] = [
  5,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  20 * hour + 25 * minute,
];

/** Milliseconds until the next try after `tries` of them; undefined when it was the last. */
export const pauseAfter = (tries: number): number | undefined => {
  const seconds = pausesSeconds[tries - 1];
  return seconds === undefined ? undefined : seconds * 1_000;
};
