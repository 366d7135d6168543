/** What is drawn behind a signed link, and what comes back: the only types that the API takes from here. */
import type {
  AllowedAction,
  CaseView,
  ClockView,
  InstitutionView,
  Language,
  ProblemDetails,
} from '../../../schemas/index';

/** What every sheet needs before a word stands on it. */
export interface Words {
  readonly language: Language;
  readonly texts: Readonly<Record<string, string>>;
  readonly institutions: readonly InstitutionView[];
  /** The office whose link it is; its next owner is another one. */
  readonly own?: string | undefined;
}

/** What a form says, by the names of its controls. */
export type Posted = Readonly<Record<string, readonly string[]>>;

/** An answer that was given and not taken: what it said, and what is wrong with it. */
export interface Returned {
  readonly kind?: AllowedAction['kind'] | undefined;
  readonly posted: Posted;
  readonly missing: readonly string[];
  /** Ids of fields that are not taken as they are. */
  readonly wrong: readonly string[];
  readonly problem: Pick<ProblemDetails, 'code' | 'title' | 'detail' | 'details'>;
}

export type Content =
  | { readonly shows: 'open' }
  | {
      readonly shows: 'asked';
      readonly view: CaseView;
      readonly referralId: string;
      readonly clock: ClockView;
      /** Until when the link holds. */
      readonly until: string;
      readonly returned?: Returned | undefined;
    }
  | {
      readonly shows: 'done';
      readonly kind: string;
      readonly next?: { readonly path: string; readonly until: string } | undefined;
    }
  | { readonly shows: 'fault'; readonly fault: string };

export interface Sheet {
  readonly words: Words;
  /** The address of the style sheet. */
  readonly style: string | undefined;
  readonly content: Content;
}

/** The body of the command that a form says, and the required fields that it leaves empty. */
export interface Read {
  readonly body: object;
  readonly missing: readonly string[];
}

/** The bundle of this folder, as the API loads it. */
export interface LinkPage {
  /** A whole document. */
  drawSheet(sheet: Sheet): string;
  readAnswer(words: Words, action: AllowedAction, posted: Posted): Read;
}
