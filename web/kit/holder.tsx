import type { CaseHolder } from '../../schemas/index';
import { institution, labelled, text, word } from '../app/words';

/** Who has the ball: the part that somebody plays, and the office. */
export const Holder = ({ of }: { of: CaseHolder | undefined }) => {
  if (of === undefined) return <>{text('page.nobodyYet')}</>;
  const { party, institutionId } = of;
  const part = word('ledgerParty', party);
  return <>{institutionId === undefined ? part : labelled(part, institution(institutionId))}</>;
};
