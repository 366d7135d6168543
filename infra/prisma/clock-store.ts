/** The clock of this installation. Without a row it is the identity, which production keeps. */
import type { Clock } from '../../schemas/index';
import type { Database } from './database';

const identity: Clock = {
  engineOrigin: '1970-01-01T00:00:00.000Z',
  domainOrigin: '1970-01-01T00:00:00.000Z',
  rate: 1,
};

export interface ClockStore {
  getClock(): Promise<Clock>;
  /** Bends the clock of every case registered from now on. */
  setClock(clock: Clock): Promise<void>;
}

export const makeClockStore = (db: Database): ClockStore => ({
  async getClock() {
    const row = await db.clockRecord.findUnique({ where: { id: 1 } });
    if (row === null) return identity;
    return {
      engineOrigin: row.engineOrigin.toISOString(),
      domainOrigin: row.domainOrigin.toISOString(),
      rate: row.rate,
    };
  },

  async setClock(clock) {
    await db.clockRecord.upsert({
      where: { id: 1 },
      create: { id: 1, ...clock },
      update: clock,
    });
  },
});
