/**
 * Letters to the person, in the own language (domain.md 6). Written when somebody asks for them and
 * kept nowhere: they name offices and laws, no facts of the person.
 */
import type { CaseState } from '../../domain/case/state';
import { lawfulFlows, stoppedReferrals } from '../../domain/case/withdrawal';
import { text } from '../../infra/texts';
import type { TextParams } from '../../infra/texts';
import type { CantonCode, InstitutionId, Language, LetterView } from '../../schemas/index';
import type { ApiParts } from './parts';

type Say = (key: string, params?: TextParams) => string;
type NameOf = (id: InstitutionId) => string;

const sayIn =
  (language: Language): Say =>
  (key, params = {}) =>
    text(language, `letter.${key}`, params);

const namesIn = async (
  { directory }: Pick<ApiParts, 'directory'>,
  canton: CantonCode,
  language: Language,
): Promise<NameOf> => {
  const all = await directory.listInstitutions({ canton });
  return (id) => all.find((one) => one.id === id)?.name[language] ?? id;
};

const whatStops = (state: CaseState, say: Say, nameOf: NameOf): string[] => {
  const stopped = stoppedReferrals(state);
  if (stopped.length === 0) return [say('withdrawalStopsNothing')];
  return stopped.map(({ from, to }) =>
    say('withdrawalStops', { from: nameOf(from), to: nameOf(to) }),
  );
};

const whatGoesOn = (state: CaseState, language: Language, nameOf: NameOf): string[] => {
  const say = sayIn(language);
  const flows = lawfulFlows(state);
  if (flows.length === 0) return [say('withdrawalContinuesNothing')];
  return flows.map(({ from, to, basis }) =>
    say('withdrawalContinues', {
      from: nameOf(from),
      to: nameOf(to),
      basis: text(language, `legalBasis.${basis}`),
    }),
  );
};

/** What stops, what the law lets go on, and that the person suffers no disadvantage. */
export const withdrawalLetter = async (
  parts: Pick<ApiParts, 'directory'>,
  state: CaseState,
  language: Language,
): Promise<LetterView> => {
  const say = sayIn(language);
  const nameOf = await namesIn(parts, state.canton, language);
  return {
    caseId: state.id,
    language,
    title: say('withdrawalTitle'),
    paragraphs: [
      say('withdrawalNoReason'),
      ...whatStops(state, say, nameOf),
      ...whatGoesOn(state, language, nameOf),
      say('withdrawalNoDisadvantage'),
      say('withdrawalAgain'),
    ],
  };
};

/** To which office the person can go in the other canton, and what that office knows already. */
export const movingLetter = async (
  parts: Pick<ApiParts, 'directory'>,
  state: CaseState & { readonly leavingTo: CantonCode },
  language: Language,
): Promise<LetterView> => {
  const say = sayIn(language);
  const canton = state.leavingTo;
  const offices = await parts.directory.listInstitutions({ canton });
  const office = offices.find(({ kind }) => kind === 'coo');
  const handedOver = state.links?.some(({ link }) => link === 'moved_to') === true;
  return {
    caseId: state.id,
    language,
    title: say('moveTitle'),
    paragraphs: [
      say('moveOffice', {
        canton: canton.toUpperCase(),
        office: office?.name[language] ?? `${canton}-coo`,
      }),
      say(handedOver ? 'moveHandedOver' : 'moveNothingSent'),
      say('moveYourChoice'),
    ],
  };
};
