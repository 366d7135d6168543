/** The cases and the days that figures are about. */
import type { CantonCode } from '../../schemas/index';
import { Prisma } from './generated/client';

export interface Span {
  readonly canton: CantonCode;
  /** First and last day (plain dates in Switzerland), both included. */
  readonly from: string;
  readonly to: string;
}

/** The first minute of a day. */
export const moment = (day: string): Prisma.Sql =>
  Prisma.sql`(${day}::date::timestamp AT TIME ZONE 'Europe/Zurich')`;

/** From the first minute of the first day to the last of the last. */
export const within = ({ from, to }: Span, column: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`${column} >= ${moment(from)} AND ${column} < ${moment(to)} + interval '1 day'`;

/** The happenings that figures count. The index of them names each, so they are written out here. */
export const counted = Prisma.raw(
  [
    'verdictConfirmed', 'referralAccepted', 'referralDeclined', 'informationRequested',
    'informationReturned', 'pingPongDetected', 'caseClosed', 'consentWithdrawn', 'costsApproved',
    'costsRefused', 'meetingHeld', 'planAgreed', 'measureStarted',
  ].map((type) => `'${type}'`).join(', '),
); // prettier-ignore
