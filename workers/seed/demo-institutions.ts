/** The invented offices of the demonstration, in two cantons. */
import type { Institution } from '../../infra/prisma/directory-store';
import type {
  ChannelRequest,
  InstitutionId,
  InstitutionKind,
  LocalText,
} from '../../schemas/index';

type DemoKind = Extract<InstitutionKind, 'rav' | 'sh' | 'if' | 'iv' | 'coo' | 'bslb'>;

const kindNames: Readonly<Record<DemoKind, LocalText>> = {
  rav: {
    de: 'Regionales Arbeitsvermittlungszentrum',
    fr: 'Office régional de placement',
    it: 'Ufficio regionale di collocamento',
    en: 'Regional employment centre',
  },
  sh: { de: 'Sozialhilfe', fr: 'Aide sociale', it: 'Aiuto sociale', en: 'Social aid' },
  if: {
    de: 'Integrationsförderung',
    fr: 'Encouragement de l’intégration',
    it: 'Promozione dell’integrazione',
    en: 'Integration promotion',
  },
  iv: {
    de: 'IV-Stelle',
    fr: 'Office AI',
    it: 'Ufficio AI',
    en: 'Disability insurance office',
  },
  coo: {
    de: 'Koordinationsstelle IIZ',
    fr: 'Bureau de coordination CII',
    it: 'Ufficio di coordinamento CII',
    en: 'CII coordination office',
  },
  bslb: {
    de: 'Berufs-, Studien- und Laufbahnberatung',
    fr: 'Orientation professionnelle, universitaire et de carrière',
    it: 'Orientamento professionale, universitario e di carriera',
    en: 'Vocational, study and career guidance',
  },
};

const places = {
  sg: { de: 'St. Gallen', fr: 'Saint-Gall', it: 'San Gallo', en: 'St. Gallen' },
  zh: { de: 'Zürich', fr: 'Zurich', it: 'Zurigo', en: 'Zurich' },
  winterthur: { de: 'Winterthur', fr: 'Winterthour', it: 'Winterthur', en: 'Winterthur' },
} as const;

const named = (kind: DemoKind, place: LocalText): LocalText => ({
  de: `${kindNames[kind].de} ${place.de}`,
  fr: `${kindNames[kind].fr} ${place.fr}`,
  it: `${kindNames[kind].it} ${place.it}`,
  en: `${kindNames[kind].en}, ${place.en}`,
});

/** Users are the accounts of the development issuer, and people who only get reminders. */
const contactsOf = (id: string): Institution['contacts'] => [
  { userId: `${id}-contact`, role: 'contact' },
  { userId: `${id}-deputy`, role: 'deputy' },
  { userId: `${id}-management`, role: 'management' },
];

const office = (canton: 'sg' | 'zh', kind: DemoKind, town?: 'winterthur'): Institution => {
  const id = [canton, kind, ...(town === undefined ? [] : [town])].join('-');
  return {
    id,
    name: named(kind, places[town ?? canton]),
    kind,
    canton,
    language: 'de',
    channel: 'kafka',
    contacts: contactsOf(id),
  };
};

const kinds = ['rav', 'sh', 'if', 'iv', 'coo', 'bslb'] as const;

export const demoInstitutions: readonly Institution[] = [
  ...(['sg', 'zh'] as const).flatMap((canton) => kinds.map((kind) => office(canton, kind))),
  office('zh', 'sh', 'winterthur'),
];

/** Two offices that also get mail, one of them once a day. All of them read Kafka in the demo. */
export const demoChannels: ReadonlyMap<InstitutionId, ChannelRequest> = new Map([
  ['zh-iv', { channel: 'mail', mailbox: 'zh-iv@relais.invalid' }],
  ['sg-bslb', { channel: 'mail', mailbox: 'sg-bslb@relais.invalid', digest: 'daily' }],
]);
