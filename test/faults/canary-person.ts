/** An invented person with a mark in every personal field that can hold one, as people write it. */
export const person = {
  officialName: 'Kanarienvogelname',
  firstName: 'Kanarienvogelvorname',
  birthDate: '1987-11-23',
  vn: '756.0000.0009.03',
  interpreter: 'Kanarienvogelsprache',
  phone: '+41 99 123 45 67',
  mail: 'kanarienvogel@example.org',
  address: 'Kanarienvogelweg 7',
};

/** The one fact that runs a clock (T_PERMIT), so that its day stands beside the other deadlines. */
export const permitEnd = '2033-07-19';

/** Where facts are words or days; codes and yes-or-no can not be told from those of others. */
export const facts = {
  goal: 'sustainable_integration_primary_market',
  drawsBenefits: true,
  permit: { category: 'B', validTo: permitEnd },
  registrations: [
    { institution: 'rav', state: 'active', since: '2019-03-17' },
    { institution: 'sh', state: 'active', since: '2018-05-22' },
  ],
  problemAreas: [{ area: 'health', grade: 'heavy' }],
  workCapacity: { percent: 41, issuer: 'physician', on: '2025-08-13' },
  language: { oral: 'A2', on: '2025-09-29' },
  provenance: { workCapacity: { source: 'Kanarienvogelarzt', on: '2025-08-14' } },
  consent: { status: 'given', recipients: ['iv', 'sh', 'bslb'] },
};

/** What is said later, when an office asks for it. */
export const supplied = {
  employability: { result: 'employable', on: '2025-10-08' },
  provenance: { employability: { source: 'Kanarienvogelamt', on: '2025-10-09' } },
};

export const marksOfPerson = Object.values(person);
export const marksOfFacts = [
  permitEnd,
  '2019-03-17',
  '2018-05-22',
  '2025-08-13',
  '2025-09-29',
  'Kanarienvogelarzt',
  '2025-08-14',
  '2025-10-08',
  'Kanarienvogelamt',
  '2025-10-09',
];

/** `23.11.1987`, as mails write days. */
const asShown = (mark: string): string[] =>
  /^\d{4}-\d\d-\d\d$/.test(mark) ? [mark.split('-').reverse().join('.')] : [];

const stored = [...marksOfPerson, ...marksOfFacts];

/** Each in every way in which it could be written down somewhere. */
export const marks = [
  ...stored,
  ...stored.flatMap(asShown),
  ...['7560000000903', '+41991234567', '0991234567'],
  ...['Kanarienvogel', 'KANARIENVOGEL', 'kanarienvogel'],
];
