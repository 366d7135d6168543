import { useState } from 'react';
import { Link } from 'react-router';
import type {
  ActionField,
  AllowedAction,
  CaseRow,
  CaseView,
  DossierView,
  FormView,
  ReferralView,
} from '../../../schemas/index';
import { useAsked, useCase } from '../../app/queries';
import { useAccount } from '../../app/session';
import { institution, labelled, text, word } from '../../app/words';
import { tellSaid } from '../../kit/action-words';
import { ActionButtons } from '../../kit/actions';
import { Badge } from '../../kit/badge';
import { Button } from '../../kit/button';
import { Level } from '../../kit/level';
import { Facts, Section } from '../../kit/page';
import { Answer } from '../../kit/states';
import { DateText } from '../../kit/time';

/** The answers, in the order in which they stand behind a signed link as well. */
const answers: readonly AllowedAction['kind'][] = [
  'acknowledgeReferral', 'acceptReferral', 'declineReferral', 'requestInformation',
]; // prettier-ignore

const answersTo = (view: CaseView, { id }: ReferralView): readonly AllowedAction[] =>
  answers.flatMap((kind) =>
    view.allowedActions.filter((one) => one.kind === kind && one.referralId === id),
  );

/** The facts that the grant opens, without the person: enough to say whether one is competent. */
const Known = ({ id }: { id: string }) => {
  const form = useAsked<FormView>(['reference', 'form', 'case'], '/v1/forms/registerCase');
  const known = useAsked<DossierView>(['case', id, 'facts'], `/v1/cases/${id}/dossier?part=facts`);
  const fields: readonly ActionField[] =
    form.data?.fields.find(({ name }) => name === 'facts')?.fields ?? [];
  return (
    <Answer of={known}>
      {({ facts }) => (
        <ul data-known="">
          {fields
            .filter(({ name }) => name in facts)
            .map((field) => (
              <li key={field.name}>{tellSaid(`facts.${field.name}`, field, facts[field.name])}</li>
            ))}
        </ul>
      )}
    </Answer>
  );
};

const Preview = ({ id }: { id: string }) => {
  const [isOpen, open] = useState(false);
  return (
    <>
      <p className="soft">{text('page.answer.limited')}</p>
      {isOpen ? <Known id={id} /> : null}
      <p>
        <Button
          look="quiet"
          id={`facts-${id}`}
          aria-expanded={isOpen}
          onPress={() => open(!isOpen)}
        >
          {text(isOpen ? 'page.answer.hideFacts' : 'page.answer.showFacts')}
        </Button>
      </p>
    </>
  );
};

const Asked = ({ view, referral }: { view: CaseView; referral: ReferralView }) => {
  const { nextDue } = referral;
  return (
    <Section
      title={labelled(word('purpose', referral.purpose), institution(referral.from))}
      oneOfMany
    >
      <Facts
        pairs={[
          [
            text('page.case'),
            <Link key="case" to={`/cases/${view.id}`}>
              {view.id.slice(0, 8)}
            </Link>,
          ],
          [text('page.sentAt'), referral.sentAt && <DateText at={referral.sentAt} />],
          [
            text('page.nextDue'),
            nextDue && (
              <span className="badges">
                <DateText at={nextDue.at} away /> <Level level={nextDue.level} />
                {view.urgent === undefined ? null : (
                  <Badge tone="danger">{text('page.urgent')}</Badge>
                )}
              </span>
            ),
          ],
          [
            text('page.answer.granted'),
            referral.grant?.fieldGroups.map((one) => word('fieldGroup', one)).join(', '),
          ],
        ]}
      />
      <Preview id={view.id} />
      <ActionButtons view={view} actions={answersTo(view, referral)} />
    </Section>
  );
};

/** One case of the inbox, with what is asked of the own office. */
export const Letter = ({ row: { id } }: { row: CaseRow }) => {
  const { institutionId } = useAccount();
  return (
    <div className="letter" data-case={id}>
      <Answer of={useCase(id)}>
        {(view) => (
          <>
            {view.referrals
              .filter((one) => one.to === institutionId && answersTo(view, one).length > 0)
              .map((one) => (
                <Asked key={one.id} view={view} referral={one} />
              ))}
          </>
        )}
      </Answer>
    </div>
  );
};
