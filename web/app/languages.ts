import type { Language } from '../../schemas/index';

/** The languages of the page, each by its own name. */
export const languageNames: Readonly<Record<Language, string>> = {
  de: 'Deutsch',
  fr: 'Français',
  it: 'Italiano',
  en: 'English',
};
