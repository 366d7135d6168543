import type { CaseView, ReferralView } from '../../../schemas/index';
import { institution, text, word } from '../../app/words';
import { Level } from '../../kit/level';
import { Section } from '../../kit/page';
import { DataTable } from '../../kit/table';
import { DateText } from '../../kit/time';

/** Which list of words explains the code of a referral that has ended. */
const codeGroups: Readonly<Record<string, string>> = {
  declined: 'declineReason',
  withdrawn: 'withdrawReason',
  aborted: 'abortReason',
  reported: 'referralResult',
  done: 'referralResult',
};

const standing = ({ status, code }: ReferralView): string => {
  const stands = word('referralStatus', status);
  return code === undefined ? stands : `${stands}: ${word(codeGroups[status] ?? '', code)}`;
};

export const Referrals = ({ referrals }: Pick<CaseView, 'referrals'>) =>
  referrals.length === 0 ? (
    <Section title={text('page.referrals')}>
      <p>{text('page.noReferrals')}</p>
    </Section>
  ) : (
    <DataTable
      caption={text('page.referrals')}
      rows={referrals}
      keyOf={({ id }) => id}
      columns={[
        { title: text('page.referral'), cell: ({ id }) => id },
        { title: text('page.recipient'), cell: ({ to }) => institution(to) },
        { title: text('page.purpose'), cell: ({ purpose }) => word('purpose', purpose) },
        { title: text('page.status'), cell: standing },
        {
          title: text('page.sentAt'),
          cell: ({ sentAt }) => (sentAt === undefined ? '–' : <DateText at={sentAt} />),
        },
      ]}
    />
  );

export const Clocks = ({ deadlines }: Pick<CaseView, 'deadlines'>) =>
  deadlines.length === 0 ? (
    <Section title={text('page.clocks')}>
      <p>{text('page.noClocks')}</p>
    </Section>
  ) : (
    <DataTable
      caption={text('page.clocks')}
      rows={deadlines}
      keyOf={({ key }) => key}
      columns={[
        {
          title: text('page.clock'),
          cell: ({ kind, referralId }) =>
            [word('deadline', kind), referralId].filter(Boolean).join(' '),
        },
        { title: text('page.owner'), cell: ({ owedBy }) => institution(owedBy) },
        { title: text('page.dueOn'), cell: ({ dueAt }) => <DateText at={dueAt} away /> },
        {
          title: text('page.state'),
          cell: ({ stopped }) =>
            stopped === undefined
              ? text('page.runs')
              : text('page.standsStill', { days: stopped.remainingBD }),
        },
        {
          title: text('page.level'),
          cell: ({ reached }) => (reached === undefined ? '–' : <Level level={reached} />),
        },
      ]}
    />
  );
