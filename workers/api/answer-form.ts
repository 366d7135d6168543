/** What a form behind a signed link says, as the command that the API would take. */
import { CommandBody } from '../../schemas/index';
import type { AllowedAction, Refusal } from '../../schemas/index';
import type { Posted, Returned, Words } from '../../web/views/link/sheet';
import { answerKinds } from '../answers';
import type { AnswerKind } from '../answers';
import { linkPage } from './link-build';
import { problemOf } from './problem';
import { explainMisfits } from './validate';

export type AnswerBody = CommandBody & { kind: AnswerKind };

type Read =
  { readonly answer: AnswerBody } | { readonly returned: Pick<Returned, 'missing' | 'wrong'> };

const isAnswer = (body: CommandBody): body is AnswerBody =>
  answerKinds.some((kind) => kind === body.kind);

/** The values of a form by the names of its controls; a name may stand there more than once. */
export const postedIn = (form: URLSearchParams): Posted =>
  Object.fromEntries([...new Set(form.keys())].map((name) => [name, form.getAll(name)]));

/** The answer, or the fields because of which it is none yet. */
export const readAnswer = async (
  words: Words,
  action: AllowedAction,
  posted: Posted,
): Promise<Read> => {
  const { body, missing } = (await linkPage()).readAnswer(words, action, posted);
  const parsed = CommandBody.safeParse(body);
  if (missing.length === 0 && parsed.success && isAnswer(parsed.data))
    return { answer: parsed.data };
  const misfits = parsed.error === undefined ? [] : explainMisfits(parsed.error);
  const wrong = misfits.map(({ path }) => path).filter((path) => !missing.includes(path));
  return { returned: { missing, wrong } };
};

/** An answer that goes back to its reader with what was typed. */
export const returnedBecause = (
  refusal: Refusal,
  { language }: Words,
  said: Partial<Omit<Returned, 'problem'>>,
): Returned => {
  const { code, title, detail, details } = problemOf(refusal, language);
  return { posted: {}, missing: [], wrong: [], ...said, problem: { code, title, detail, details } };
};
