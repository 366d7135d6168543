/** How often a law is tried: fully by `npm test`, a little by `npm run check` at every save. */
export const runs = (full: number): number =>
  process.env['RELAIS_FEW_RUNS'] === '1' ? Math.ceil(full / 20) : full;
