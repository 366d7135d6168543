import type { ApiParts } from './parts';

/** The address of the style sheet, for documents that have no script; undefined without a page. */
export const styleOf = ({ page }: Pick<ApiParts, 'page'>): string | undefined =>
  [...page.keys()].find((address) => address.endsWith('.css'));
