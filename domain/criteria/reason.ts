/** The reason of one result in four languages: the rule as the canton wrote it, and how it came out. */
import type { CriterionResult, LocalText } from '../../schemas/index';

type Outcome = CriterionResult['result'] | 'exception';

const openings: Readonly<Record<Outcome, LocalText>> = {
  pass: { de: 'Erfüllt', fr: 'Rempli', it: 'Adempiuto', en: 'Met' },
  fail: { de: 'Nicht erfüllt', fr: 'Non rempli', it: 'Non adempiuto', en: 'Not met' },
  unknown: {
    de: 'Noch nicht bekannt',
    fr: 'Pas encore connu',
    it: 'Non ancora noto',
    en: 'Not known yet',
  },
  exception: { de: 'Trifft zu', fr: 'S’applique', it: 'Si applica', en: 'Applies' },
};

/** Joins the rule and its outcome into one sentence per language. */
export const reasonFor = (outcome: Outcome, rule: LocalText): LocalText => ({
  de: `${openings[outcome].de}: ${rule.de}`,
  fr: `${openings[outcome].fr} : ${rule.fr}`,
  it: `${openings[outcome].it}: ${rule.it}`,
  en: `${openings[outcome].en}: ${rule.en}`,
});
