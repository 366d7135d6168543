/** In which language the pages of the development issuer speak. */
import { languages } from '../../schemas/index';
import type { Language } from '../../schemas/index';

/**
 * The first of our languages in a wish (`ui_locales`, separated by spaces) and then in
 * `Accept-Language`; English when there is none.
 */
export const languageIn = (wish: unknown, header: string | undefined): Language => {
  const wished = typeof wish === 'string' ? wish.split(' ') : [];
  const accepted = (header ?? '').split(',').map((part) => part.trim());
  const tags = [...wished, ...accepted].map((tag) => tag.slice(0, 2).toLowerCase());
  for (const tag of tags) {
    const found = languages.find((one) => one === tag);
    if (found !== undefined) return found;
  }
  return 'en';
};
