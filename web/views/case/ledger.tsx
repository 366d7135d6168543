/** Who cost the time: business days for each party, of the case and of each referral. */
import type { CaseView, Ledger as LedgerAnswer, LedgerSum } from '../../../schemas/index';
import { number, span } from '../../app/figures';
import { useAsked } from '../../app/queries';
import { institution, labelled, text, word } from '../../app/words';
import { Answer } from '../../kit/states';
import { Section } from '../../kit/page';
import { DataTable } from '../../kit/table';

const wide = 100;

const Bar = ({ days, most }: { days: number; most: number }) => (
  <svg
    viewBox="0 0 100 12"
    className="days"
    preserveAspectRatio="none"
    aria-hidden="true"
    focusable="false"
  >
    <rect width={wide} height="12" className="rest" />
    <rect width={(days / Math.max(1, most)) * wide} height="12" className="gone" />
  </svg>
);

const nameOf = ({ party, institutionId }: LedgerSum): string =>
  institutionId === undefined
    ? word('ledgerParty', party)
    : labelled(word('ledgerParty', party), institution(institutionId));

const Account = ({ caption, sums }: { caption: string; sums: readonly LedgerSum[] }) => {
  const most = Math.max(...sums.map(({ businessDays }) => businessDays));
  const rows = [...sums].sort((a, b) => b.businessDays - a.businessDays || b.ms - a.ms);
  return (
    <DataTable
      caption={caption}
      rows={rows}
      keyOf={nameOf}
      columns={[
        { title: text('page.caseView.party'), cell: nameOf },
        {
          title: text('page.caseView.businessDays'),
          cell: ({ businessDays }) => (
            <span className="measured">
              <span className="count">{number(businessDays)}</span>
              <Bar days={businessDays} most={most} />
            </span>
          ),
        },
        { title: text('page.caseView.wallTime'), cell: ({ ms }) => span(ms) },
      ]}
    />
  );
};

const Accounts = ({ id }: { id: string }) => {
  const asked = useAsked<LedgerAnswer>(['case', id, 'ledger'], `/v1/cases/${id}/ledger`);
  return (
    <Answer of={asked}>
      {({ sums, referrals }) => (
        <div className="ledger" data-ledger="">
          {sums.length === 0 ? <p>{text('page.caseView.noTime')}</p> : null}
          {sums.length === 0 ? null : (
            <Account caption={text('page.caseView.wholeCase')} sums={sums} />
          )}
          {referrals
            .filter((one) => one.sums.length > 0)
            .map((one) => (
              <Account
                key={one.referralId}
                caption={`${text('page.referral')} ${one.referralId}`}
                sums={one.sums}
              />
            ))}
        </div>
      )}
    </Answer>
  );
};

/** For those who run the case; nobody else is shown that there is such a section. */
export const Ledger = ({ view }: { view: CaseView }) =>
  view.reads.includes('ledger') ? (
    <Section title={text('page.caseView.whoCost')}>
      <p className="soft">{text('page.caseView.whoCostHelp')}</p>
      <Accounts id={view.id} />
    </Section>
  ) : null;
