/** The referrals that are thought of, in the address: codes only, so that it can be loaded again. */
import type { Values } from '../../kit/action-values';
import { textIn } from '../../kit/action-values';

const mark = '~';

export const planIn = (query: URLSearchParams): readonly Values[] =>
  query.getAll('refer').map((one) => {
    const [to = '', purpose = '', both = ''] = one.split(mark);
    return { to, purpose, reciprocity: both === '' ? '' : 'true' };
  });

export const withPlan = (caseId: string, plan: readonly Values[]): string => {
  const query = new URLSearchParams({ case: caseId });
  for (const { to, purpose, reciprocity } of plan) {
    const parts = [textIn(to), textIn(purpose), ...(reciprocity === 'true' ? ['both'] : [])];
    query.append('refer', parts.join(mark));
  }
  return `/register?${query.toString()}`;
};
