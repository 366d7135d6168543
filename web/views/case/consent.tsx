/** What the person allowed, whom it names, and where it does not reach. */
import type { CaseView } from '../../../schemas/index';
import { day } from '../../app/figures';
import { institution, text, word } from '../../app/words';
import { Badge } from '../../kit/badge';
import { Facts, Section } from '../../kit/page';

const kinds = (codes: readonly string[]): string =>
  codes.map((code) => word('institutionKind', code)).join(', ');

const HoleList = ({ holes }: { holes: NonNullable<CaseView['consentHoles']> }) => (
  <ul className="holes" data-holes="">
    {holes.map(({ referralId, to, why }) => (
      <li key={referralId}>
        <Badge tone="warn">{word('refusal', `${why}.title`)}</Badge> {referralId}, {institution(to)}
        <span className="details">{word('refusal', `${why}.detail`)}</span>
      </li>
    ))}
  </ul>
);

const Status = ({ view: { consent, consentSuspended } }: { view: CaseView }) => (
  <span className="badges">
    <Badge tone={consent === 'given' && !consentSuspended ? 'good' : 'warn'}>
      {consent === 'unknown'
        ? text('page.caseView.consentUnknown')
        : word('consentStatus', consent)}
    </Badge>
    {consentSuspended ? <Badge tone="danger">{text('page.caseView.suspended')}</Badge> : null}
  </span>
);

const Holes = ({ holes }: { holes: NonNullable<CaseView['consentHoles']> }) =>
  holes.length === 0 ? <>{text('page.caseView.noHoles')}</> : <HoleList holes={holes} />;

export const Consent = ({ view }: { view: CaseView }) => {
  const { consentCovers: covers, consentHoles: holes } = view;
  return (
    <Section title={text('page.register.consent')}>
      <Facts
        pairs={[
          [text('page.state'), <Status key="state" view={view} />],
          [text('page.caseView.named'), covers && (kinds(covers.recipients) || '–')],
          [
            text('page.caseView.covers'),
            covers?.fieldGroups.map((one) => word('fieldGroup', one)).join(', '),
          ],
          [text('page.caseView.expiresOn'), covers?.expiresOn && day(covers.expiresOn)],
          [text('page.caseView.holes'), holes && <Holes holes={holes} />],
        ]}
      />
    </Section>
  );
};
