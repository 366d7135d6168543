/** Each referral as a lane: between whom, what for, its way, its clocks, and what it opens. */
import type { CasePath, CaseView, ReferralStatus, ReferralView } from '../../../schemas/index';
import { day } from '../../app/figures';
import { useAsked } from '../../app/queries';
import { institution, labelled, text, word } from '../../app/words';
import { Badge } from '../../kit/badge';
import type { Tone } from '../../kit/badge';
import { Holder } from '../../kit/holder';
import { Facts, Section } from '../../kit/page';
import { Answer } from '../../kit/states';
import { DateText } from '../../kit/time';
import { Clock } from './clock';
import { fieldsInWords } from './tell';
import { WayOf } from './way';

/** Which list of words explains the code of a referral that has ended. */
const codeGroups: Readonly<Record<string, string>> = {
  declined: 'declineReason',
  withdrawn: 'withdrawReason',
  aborted: 'abortReason',
  reported: 'referralResult',
  done: 'referralResult',
};

const tones: Readonly<Record<ReferralStatus, Tone>> = {
  draft: 'neutral',
  sent: 'info',
  acknowledged: 'info',
  info_requested: 'warn',
  waiting_for_capacity: 'warn',
  accepted: 'good',
  in_progress: 'good',
  reported: 'good',
  done: 'good',
  declined: 'danger',
  withdrawn: 'neutral',
  expired: 'danger',
  aborted: 'danger',
};

const opens = ({ grant }: ReferralView): string | undefined =>
  grant &&
  labelled(
    grant.basis === 'consent' ? text('page.register.consent') : grant.basis,
    grant.fieldGroups.map((one) => word('fieldGroup', one)).join(', '),
  );

const About = ({ referral }: { referral: ReferralView }) => {
  const { status, code, sentAt, answeredAt, nextOwner, forwardedFrom, forwardedAs } = referral;
  return (
    <Facts
      pairs={[
        [text('page.holder'), referral.holder && <Holder of={referral.holder} />],
        [text('page.reason'), code && word(codeGroups[status] ?? '', code)],
        [text('page.sentAt'), sentAt && <DateText at={sentAt} />],
        [text('page.caseView.answeredAt'), answeredAt && <DateText at={answeredAt} />],
        [
          text('page.caseView.askedFor'),
          referral.requestedFields && fieldsInWords(referral.requestedFields),
        ],
        [text('page.caseView.waitsUntil'), referral.waitsUntil && day(referral.waitsUntil)],
        [text('page.caseView.nextOwner'), nextOwner && institution(nextOwner)],
        [
          text('page.caseView.suggested'),
          referral.suggested && referral.suggested.map(institution).join(', '),
        ],
        [text('page.caseView.forwardedFrom'), forwardedFrom],
        [text('page.caseView.forwardedAs'), forwardedAs],
        [text('page.answer.granted'), opens(referral)],
      ]}
    />
  );
};

interface LaneProps {
  readonly view: CaseView;
  readonly referral: ReferralView;
  readonly path: CasePath | undefined;
}

const Lane = ({ view, referral, path }: LaneProps) => {
  const { id, status, from, to, purpose, suspended } = referral;
  const clocks = view.deadlines.filter(({ referralId }) => referralId === id);
  const lane = path?.lanes.find(({ referralId }) => referralId === id);
  return (
    <article className="lane" data-lane={id} aria-labelledby={`lane-${id}`}>
      <h3 id={`lane-${id}`}>{labelled(id, word('purpose', purpose))}</h3>
      <p className="between">
        {institution(from)} <span aria-hidden="true">→</span>
        <span className="visually-hidden">{text('page.recipient')}:</span> {institution(to)}
      </p>
      <p className="badges">
        <Badge tone={tones[status]}>{word('referralStatus', status)}</Badge>
        {suspended ? <Badge tone="danger">{text('page.caseView.suspended')}</Badge> : null}
      </p>
      {lane && <WayOf lane={lane} label={`${text('page.caseView.way')} ${id}`} />}
      <div className="lane-parts">
        <About referral={referral} />
        {clocks.length === 0 ? null : (
          <ul className="clocks" aria-label={`${text('page.clocks')} ${id}`}>
            {clocks.map((clock) => (
              <Clock key={clock.key} clock={clock} />
            ))}
          </ul>
        )}
      </div>
    </article>
  );
};

const usePath = (id: string) => useAsked<CasePath>(['case', id, 'path'], `/v1/cases/${id}/path`);

/** The way of the case itself. */
export const Path = ({ id }: { id: string }) => (
  <Section title={text('page.caseView.way')}>
    <Answer of={usePath(id)}>
      {({ lanes }) =>
        lanes
          .slice(0, 1)
          .map((lane) => <WayOf key="case" lane={lane} label={text('page.caseView.way')} />)
      }
    </Answer>
  </Section>
);

export const Lanes = ({ view }: { view: CaseView }) => {
  const { data: path } = usePath(view.id);
  return (
    <Section title={text('page.referrals')}>
      {view.referrals.length === 0 ? <p>{text('page.noReferrals')}</p> : null}
      <div className="lanes">
        {view.referrals.map((one) => (
          <Lane key={one.id} view={view} referral={one} path={path} />
        ))}
      </div>
    </Section>
  );
};

/** The clocks of the case itself; those of a referral stand in its lane. */
export const Clocks = ({ deadlines }: Pick<CaseView, 'deadlines'>) => {
  const own = deadlines.filter(({ referralId }) => referralId === undefined);
  return (
    <Section title={text('page.clocks')}>
      {own.length === 0 ? <p>{text('page.noClocks')}</p> : null}
      <ul className="clocks">
        {own.map((clock) => (
          <Clock key={clock.key} clock={clock} />
        ))}
      </ul>
    </Section>
  );
};
