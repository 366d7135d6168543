import { languages } from '../../schemas/index';
import type { Language } from '../../schemas/index';

interface Wish {
  readonly language: Language | undefined;
  readonly weight: number;
}

const wishOf = (part: string): Wish => {
  const [tag = '', ...params] = part.trim().toLowerCase().split(';');
  const quality = params.map((p) => /^\s*q=([\d.]+)\s*$/.exec(p)?.[1]).find((q) => q !== undefined);
  const primary = tag.trim().split('-')[0];
  return {
    language: languages.find((language) => language === primary),
    weight: quality === undefined ? 1 : Number(quality),
  };
};

/** The language of an answer for people, from `Accept-Language`; English when none of ours is named. */
export const languageOf = (header: string | undefined): Language => {
  const wishes = (header ?? '')
    .split(',')
    .map(wishOf)
    .filter((wish) => wish.weight > 0);
  const best = wishes
    .filter((wish) => wish.language !== undefined)
    .sort((a, b) => b.weight - a.weight)[0];
  return best?.language ?? 'en';
};
