/** Engine time to domain time and back (house.md 4). Production is the identity. */
import type { Clock } from '../../schemas/index';

export const identityClock: Clock = {
  engineOrigin: '1970-01-01T00:00:00.000Z',
  domainOrigin: '1970-01-01T00:00:00.000Z',
  rate: 1,
};

/** The domain instant at an engine instant. */
export const toDomain = (clock: Clock, engineInstant: string): string => {
  const elapsedMs = Date.parse(engineInstant) - Date.parse(clock.engineOrigin);
  return new Date(
    Date.parse(clock.domainOrigin) + Math.round(elapsedMs * clock.rate),
  ).toISOString();
};

/** The engine instant at which a domain instant is reached, rounded up: a timer is never early. */
export const toEngine = (clock: Clock, domainInstant: string): string => {
  const elapsedMs = (Date.parse(domainInstant) - Date.parse(clock.domainOrigin)) / clock.rate;
  return new Date(Date.parse(clock.engineOrigin) + Math.ceil(elapsedMs)).toISOString();
};
