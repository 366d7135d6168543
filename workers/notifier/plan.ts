/** When a delivery leaves: hooks and urgent mails at once, other mails while the office works. */
import type { OutgoingNotice } from '../../domain/case/react';
import type { CaseState } from '../../domain/case/state';
import { toDomain, toEngine } from '../../domain/deadlines/clock';
import type { InstitutionId } from '../../schemas/index';
import type { NewDelivery } from '../../infra/prisma/delivery-queue';
import { nextOfficeMoment, nextOpening } from './office-hours';
import type { NotifierParts } from './parts';

const urgentType = 'ch.relais.case.urgent.v1';

const isUrgent = (state: CaseState, { type }: OutgoingNotice): boolean =>
  state.urgent !== undefined || type === urgentType;

interface MailToPlan {
  readonly institutionId: InstitutionId;
  readonly notice: OutgoingNotice;
  readonly state: CaseState;
  readonly digest: boolean;
}

/** The engine instant from which on a mail may leave, seen from another one. */
export async function mailMoment(
  parts: NotifierParts,
  { institutionId, notice, state, digest }: MailToPlan,
  from: string,
): Promise<string> {
  if (isUrgent(state, notice)) return from;
  const clock = await parts.getClock();
  const now = toDomain(clock, from);
  const [{ calendar, calendars }, { officeHours: hours }] = await Promise.all([
    parts.calendars.getCalendars(state.canton, now),
    parts.getRules(state.policyId, state.policyVersion),
  ]);
  const office = { calendar: calendars?.[institutionId] ?? calendar, hours };
  return toEngine(clock, digest ? nextOpening(office, now) : nextOfficeMoment(office, now));
}

const batchSize = 200;

async function planOne(parts: NotifierParts, one: NewDelivery): Promise<void> {
  const now = parts.now();
  if (one.channel === 'webhook') return parts.queue.setDue(one, { at: now, digest: false });
  const digest = one.wantsDigest && !isUrgent(one.state, one.notice);
  const at = await mailMoment(parts, { ...one, digest }, now);
  return parts.queue.setDue(one, { at, digest });
}

/** Gives new deliveries their time; returns how many there were. */
export async function planDeliveries(parts: NotifierParts): Promise<number> {
  const found = await parts.queue.listNew(batchSize);
  for (const one of found) {
    try {
      await planOne(parts, one);
    } catch (error) {
      // A case without rules or calendar must not hold up the others: its mail leaves at once.
      const { caseId, seq, part } = one;
      parts.log.error({ err: error, caseId, seq, part }, 'no office hours known: sent at once');
      await parts.queue.setDue(one, { at: parts.now(), digest: false });
    }
  }
  return found.length;
}
