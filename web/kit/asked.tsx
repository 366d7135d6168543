import type { ReactNode } from 'react';
import type { AllowedAction, CaseView, ReferralView } from '../../schemas/index';
import { institution, labelled, text, word } from '../app/words';
import { Badge } from './badge';
import { Level } from './level';
import { Facts, Section } from './page';
import { DateText } from './time';

/** The answers in their order: in the inbox and behind a signed link alike. */
const answers: readonly AllowedAction['kind'][] = [
  'acknowledgeReferral', 'acceptReferral', 'declineReferral', 'requestInformation',
]; // prettier-ignore

/** What can be answered to a referral now. */
export const answersTo = (
  { allowedActions }: CaseView,
  { id }: ReferralView,
): readonly AllowedAction[] =>
  answers.flatMap((kind) =>
    allowedActions.filter((one) => one.kind === kind && one.referralId === id),
  );

interface Props {
  readonly view: CaseView;
  readonly referral: ReferralView;
  /** The number of the case, and the way to it where the reader may go there. */
  readonly number: ReactNode;
  readonly children: ReactNode;
}

/** What an office is asked, by whom and until when, and what the grant opens to it: no person. */
export const Asked = ({ view, referral, number, children }: Props) => {
  const { nextDue } = referral;
  const urgent = view.urgent && <Badge tone="danger">{text('page.urgent')}</Badge>;
  return (
    <Section
      title={labelled(word('purpose', referral.purpose), institution(referral.from))}
      oneOfMany
    >
      <Facts
        pairs={[
          [text('page.case'), number],
          [text('page.sentAt'), referral.sentAt && <DateText at={referral.sentAt} />],
          [
            text('page.nextDue'),
            nextDue ? (
              <span className="badges">
                <DateText at={nextDue.at} away /> <Level level={nextDue.level} />
                {urgent}
              </span>
            ) : (
              urgent
            ),
          ],
          [
            text('page.answer.granted'),
            referral.grant?.fieldGroups.map((one) => word('fieldGroup', one)).join(', '),
          ],
        ]}
      />
      {children}
    </Section>
  );
};
