/**
 * Judges what a step made happen: every reminder, escalation, send, notice and refusal must be in the
 * script, and everything in the script must have happened.
 */
import { localDate, localTime } from '../../domain/deadlines/dates';
import type { OutgoingNotice } from '../../domain/case/react';
import type { CaseEvent, Recipient, Refusal } from '../../schemas/index';
import type { ScenarioStep } from '../../schemas/scenario';
import type { Check } from './check';
import { missed, passed, same, sameSet } from './check';
import type { Moment } from './moments';

export interface Happenings {
  readonly events: readonly CaseEvent[];
  readonly notices: readonly OutgoingNotice[];
  readonly refusal?: Refusal | undefined;
}

type Of<T extends CaseEvent['type']> = Extract<CaseEvent, { type: T }>;
type Reached = Of<'deadlineReached'>;
type Firing = ScenarioStep['fires'][number];

const isReached = (event: CaseEvent): event is Reached => event.type === 'deadlineReached';
const isSent = (event: CaseEvent): event is Of<'referralSent'> => event.type === 'referralSent';

/** `ch.relais.referral.sent.v1` is written `referral.sent` in a script. */
const shortType = (type: string): string => type.replace(/^ch\.relais\./, '').replace(/\.v1$/, '');
const isFromClock = ({ type }: OutgoingNotice): boolean => shortType(type).startsWith('deadline.');

const spoken = ({ institutionId, role }: Recipient): string => `${institutionId} ${role}`;
const whoHeard = ({ data }: Reached): string => data.recipients.map(spoken).join(', ');
const nameOf = ({ data }: Reached): string => `${data.key} ${data.level}`;

const hears = (wanted: readonly string[], recipients: readonly Recipient[]): boolean =>
  wanted.length === recipients.length &&
  wanted.every((one) =>
    recipients.some((found) => one === found.institutionId || one === spoken(found)),
  );

const judgeFiring = (event: Reached, wanted: Firing, moment: Moment): Check => {
  const on = wanted.on ?? moment.on;
  const [foundOn, foundAt] = [localDate(event.at), localTime(event.at)];
  const name = nameOf(event);
  if (foundOn !== on || (wanted.at !== undefined && wanted.at !== foundAt)) {
    const hour = wanted.at === undefined ? '' : ` ${wanted.at}`;
    return missed(`${name}: expected on ${on}${hour}, came on ${foundOn} ${foundAt}`);
  }
  return hears(wanted.to, event.data.recipients)
    ? passed(`${name} on ${on} to ${wanted.to.join(', ')}`)
    : missed(`${name}: expected to ${wanted.to.join(', ')}, went to ${whoHeard(event)}`);
};

const judgeFirings = (step: ScenarioStep, moment: Moment, found: readonly Reached[]): Check[] => {
  const open = [...step.fires];
  const take = (event: Reached): Firing | undefined => {
    const fits = open.filter(
      ({ key, level }) => key === event.data.key && level === event.data.level,
    );
    const best = fits.find(({ on }) => (on ?? moment.on) === localDate(event.at)) ?? fits[0];
    if (best !== undefined) open.splice(open.indexOf(best), 1);
    return best;
  };
  const came = found.map((event) => {
    const wanted = take(event);
    if (wanted !== undefined) return judgeFiring(event, wanted, moment);
    const when = `${localDate(event.at)} ${localTime(event.at)}`;
    return missed(`unexpected ${nameOf(event)} on ${when} to ${whoHeard(event)}`);
  });
  const absent = open.map(({ key, level, on }) =>
    missed(`${key} ${level}: expected on ${on ?? moment.on}, did not come`),
  );
  return [...came, ...absent];
};

/** What the ladder says must also leave the house, to exactly those it names. */
const judgeLadderNotices = (
  found: readonly Reached[],
  notices: readonly OutgoingNotice[],
): Check[] =>
  found.flatMap((event) => {
    const left = notices.filter((one) => isFromClock(one) && one.seq === event.seq);
    // At `due` the engine acts itself, and what it does has a notice of its own.
    if (event.data.level === 'due' && left.length === 0) return [];
    const wanted = [...new Set(event.data.recipients.map(({ institutionId }) => institutionId))];
    const check = sameSet(
      `notices of ${nameOf(event)} to`,
      wanted,
      left.map(({ to }) => to),
    );
    return check.ok ? [] : [check];
  });

const judgeSends = (step: ScenarioStep, found: readonly Of<'referralSent'>[]): Check[] => {
  const unexpected = found
    .filter(({ data }) => !step.sends.some(({ referral }) => referral === data.referralId))
    .map(({ data }) =>
      missed(
        `unexpected send ${data.referralId} from ${data.from} to ${data.to}, basis ${data.grant.basis}`,
      ),
    );
  const expected = step.sends.flatMap((wanted): Check[] => {
    const event = found.find(({ data }) => data.referralId === wanted.referral);
    if (event === undefined) return [missed(`${wanted.referral}: expected to be sent, was not`)];
    const { from, to, grant } = event.data;
    const words = (one: { from: string; to: string; basis: string; purpose?: string }): string =>
      `from ${one.from} to ${one.to}, basis ${one.basis}${one.purpose === undefined ? '' : `, ${one.purpose}`}`;
    const purpose = wanted.purpose === undefined ? {} : { purpose: grant.purpose };
    const { fields, withoutFields = [], purpose: wish, ...asked } = wanted;
    const leaked = withoutFields.filter((group) => grant.fieldGroups.includes(group));
    return [
      same(
        `${wanted.referral} sent`,
        words({ ...asked, ...(wish === undefined ? {} : { purpose: wish }) }),
        words({ from, to, basis: grant.basis, ...purpose }),
      ),
      ...(fields === undefined
        ? []
        : [sameSet(`${wanted.referral} carries`, fields, grant.fieldGroups)]),
      ...(withoutFields.length === 0
        ? []
        : [sameSet(`${wanted.referral} carries, against the script,`, [], leaked)]),
    ];
  });
  return [...unexpected, ...expected];
};

const judgeNotices = (step: ScenarioStep, notices: readonly OutgoingNotice[]): Check[] => {
  const found = notices.filter((notice) => !isFromClock(notice));
  const types = new Set([
    ...Object.keys(step.notices),
    ...found.map(({ type }) => shortType(type)),
  ]);
  return [...types].map((type) => {
    const wanted = step.notices[type] ?? [];
    const left = found.filter((one) => shortType(one.type) === type).map(({ to }) => to);
    return sameSet(`notice ${type} to`, wanted, left);
  });
};

const judgeRefusal = ({ refused }: ScenarioStep, refusal: Refusal | undefined): Check[] => {
  if (refusal === undefined)
    return refused === undefined ? [] : [missed(`expected a refusal, ${refused}: it was done`)];
  return refused === undefined
    ? [missed(`unexpected refusal ${refusal.code} ${JSON.stringify(refusal.details)}`)]
    : [same('refused', refused, refusal.code)];
};

const clockEvents = ['deadlineSet', 'deadlineStopped', 'deadlineCleared', 'deadlineReached'];
const judgeEvents = ({ events: wanted }: ScenarioStep, events: readonly CaseEvent[]): Check[] => {
  if (wanted === undefined) return [];
  const found = events.map(({ type }) => type).filter((type) => !clockEvents.includes(type));
  return [same('events', wanted.join(', '), found.join(', '))];
};

/** Every check on what happened since the step before. */
export const judgeHappenings = (
  step: ScenarioStep,
  moment: Moment,
  { events, notices, refusal }: Happenings,
): Check[] => {
  const reached = events.filter(isReached);
  return [
    ...judgeRefusal(step, refusal),
    ...judgeFirings(step, moment, reached),
    ...judgeLadderNotices(reached, notices),
    ...judgeSends(step, events.filter(isSent)),
    ...judgeNotices(step, notices),
    ...judgeEvents(step, events),
  ];
};
