/** Rehearse a policy: play it on an invented person, beside another one, and publish a change. */
import { useQueries } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import type {
  InstitutionKind, PolicySummary, Rehearsal, ScenarioSummary,
} from '../../../schemas/index'; // prettier-ignore
import { ask } from '../../app/api';
import type { Page as Listed } from '../../app/api';
import { useAsked } from '../../app/queries';
import { useAccount } from '../../app/session';
import { text } from '../../app/words';
import { Page } from '../../kit/page';
import { Answer, EmptyState, ErrorNote, Progress } from '../../kit/states';
import { Clocks } from './clocks';
import { Days, Play } from './plays';
import { Publish } from './publish';
import { Offices, Setup } from './setup';
import { isCaseId, useWish, versionIn } from './wish';
import type { Wish } from './wish';

/** On whom it is played; undefined while that is not chosen. */
const subjectOf = ({ scenario, case: caseId }: Wish): object | undefined => {
  if (isCaseId(caseId)) return { caseId };
  return scenario === '' ? undefined : { scenario };
};

const questionsOf = (wish: Wish): readonly object[] => {
  const { a, b, days, offices } = wish;
  const subject = subjectOf(wish);
  if (subject === undefined) return [];
  return [a, b]
    .filter((name) => name !== '')
    .map(versionIn)
    .map(({ id: policyId, version: policyVersion }) => ({
      policyId,
      policyVersion,
      ...subject,
      days,
      offices,
    }));
};

const usePlays = (wish: Wish): readonly UseQueryResult<Rehearsal>[] =>
  useQueries({
    queries: questionsOf(wish).map((body) => ({
      queryKey: ['reference', 'rehearsal', body],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        ask<Rehearsal>('/v1/rehearsals', { method: 'POST', body, signal }),
      // While another conduct is played, the last play stays on the screen.
      placeholderData: (before: Rehearsal | undefined) => before,
    })),
  });

const Plays = () => {
  const { wish } = useWish();
  const asked = usePlays(wish);
  const plays = asked.flatMap(({ data }) => data ?? []);
  const kinds = new Set<InstitutionKind>(plays.flatMap(({ offices }) => [...offices]));
  for (const { kind } of wish.offices) kinds.add(kind);
  if (asked.length === 0)
    return (
      <EmptyState>
        <p>{text('page.rehearse.empty')}</p>
      </EmptyState>
    );
  return (
    <>
      {asked.map(({ error, refetch }, index) =>
        error === null ? null : (
          <ErrorNote key={['a', 'b'][index]} error={error} onRetry={() => void refetch()} />
        ),
      )}
      {asked.some(({ isPending }) => isPending) ? <Progress /> : null}
      {plays.length === 0 ? null : (
        <>
          <Offices kinds={[...kinds].sort()} />
          <div className="sides">
            {plays.map((play, side) => (
              <Play key={['a', 'b'][side]} play={play} />
            ))}
          </div>
          <Days plays={plays} />
          {plays.map((play, side) => (
            <Clocks key={['a', 'b'][side]} play={play} />
          ))}
        </>
      )}
    </>
  );
};

const Rehearse = () => {
  const policies = useAsked<Listed<PolicySummary>>(['reference', 'policies'], '/v1/policies');
  const scenarios = useAsked<Listed<ScenarioSummary>>(['reference', 'scenarios'], '/v1/scenarios');
  const { role } = useAccount();
  return (
    <Page title={text('page.nav.rehearse')}>
      <p>{text('page.rehearse.intro')}</p>
      <Answer of={policies}>
        {({ items: known }) => (
          <Answer of={scenarios}>
            {({ items }) => (
              <Setup
                policies={known.filter(({ model }) => model !== 'mandatory_referral')}
                scenarios={items}
              />
            )}
          </Answer>
        )}
      </Answer>
      <Plays />
      {role === 'coordinator' ? <Publish /> : null}
    </Page>
  );
};

export default Rehearse;
