/** Words for codes, from the texts of the API, and dates as people write them. */
import { texts } from './api';

let known: Readonly<Record<string, string>> = {};

export const loadWords = async (language: string): Promise<void> => {
  known = await texts(language);
};

/** The word for a code, `word('caseStatus', 'admitted')`; the code itself when there is none. */
export const word = (group: string, code: string): string => known[`${group}.${code}`] ?? code;

const format = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Zurich',
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/** An instant as it reads on a wall in Switzerland. */
export const when = (instant: string | undefined): string =>
  instant === undefined ? '' : format.format(Date.parse(instant));
