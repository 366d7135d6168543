/** What a form behind a signed link says, as the command that the API would take. */
import { CommandBody, Facts } from '../../schemas/index';
import type { ReferralId } from '../../schemas/index';
import { answerKinds } from '../answers';
import type { AnswerKind } from '../answers';

/** The facts that can be asked for. */
export const askable = Object.keys(Facts.shape).filter((name) => name !== 'provenance');

const isAnswer = (kind: string | null): kind is AnswerKind =>
  answerKinds.some((one) => one === kind);

type Said = Readonly<Record<string, string | readonly string[]>>;

/** What each answer says beside its kind; an empty field says nothing. */
const saidIn = (form: URLSearchParams): Readonly<Record<AnswerKind, Said>> => ({
  acknowledgeReferral: {},
  acceptReferral: {},
  declineReferral: Object.fromEntries(
    ['reason', 'nextOwner', 'until']
      .map((name) => [name, form.get(name) ?? ''] as const)
      .filter(([, value]) => value !== ''),
  ),
  requestInformation: { fields: form.getAll('fields').filter((name) => askable.includes(name)) },
});

/** Undefined when it is no answer, or one without what the answer needs. */
export const readAnswer = (
  form: URLSearchParams,
  referralId: ReferralId,
): (CommandBody & { kind: AnswerKind }) | undefined => {
  const kind = form.get('kind');
  if (!isAnswer(kind)) return undefined;
  const parsed = CommandBody.safeParse({ kind, referralId, ...saidIn(form)[kind] });
  return parsed.success ? (parsed.data as CommandBody & { kind: AnswerKind }) : undefined;
};
