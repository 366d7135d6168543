import * as fc from 'fast-check';
import type { Identity } from '../../domain/person/duplicates';
import { duplicateReason, nameTokens } from '../../domain/person/duplicates';

const jonas: Identity = {
  officialName: 'Platzhalter',
  firstName: 'Jonas',
  birthDate: '1979-04-25',
};
const [first, second] = ['7560000001009', '7560000000606'];
const sharesWord = (a: Identity, b: Identity): boolean =>
  nameTokens(a).some((token) => nameTokens(b).includes(token));

describe('two registrations of one person', () => {
  test('with one AHV number, whatever the names', () => {
    const changed = { ...jonas, officialName: 'Muster', vn: first };
    expect(duplicateReason({ ...jonas, vn: first }, changed)).toBe('same_ahv_number');
  });

  test('two AHV numbers are two people, however alike', () => {
    expect(duplicateReason({ ...jonas, vn: first }, { ...jonas, vn: second })).toBeUndefined();
  });

  test.each([
    ['Platzhalter', 'Jonas', 'Platzhaltar', 'Jonas'],
    ['Müller', 'Zoë', 'Mueller', 'Zoe'],
    ['Muhammad', 'Yusuf', 'Mohamed', 'Yousef'],
    ['Shevchenko', 'Oleksandr', 'Schewtschenko', 'Oleksander'],
    ['Haile Tesfay', 'Abrham', 'Tesfai', 'Abraham'],
    ['Jonas', 'Platzhalter', 'Platzhalter', 'Jonas'],
    ['Rossi-Keller', 'Anna Maria', 'Keller', 'Anna'],
  ])('%s %s and %s %s, with one date of birth', (officialName, firstName, ...other) => {
    const [otherName, otherFirst] = other;
    const one = { ...jonas, officialName, firstName };
    const two = { ...jonas, officialName: otherName, firstName: otherFirst, vn: second };
    expect(duplicateReason(one, two)).toBe('similar_name_same_birth_date');
    expect(sharesWord(one, two)).toBe(true);
  });

  test.each([
    ['Platzhalter', 'Petra'],
    ['Beispielen', 'Jonas'],
    ['Testova', 'Amara'],
  ])('%s %s is somebody else', (officialName, firstName) => {
    expect(duplicateReason(jonas, { ...jonas, officialName, firstName })).toBeUndefined();
  });

  test('a date known in part is a weaker hint, and another date is none', () => {
    const born = (birthDate: string): string | undefined =>
      duplicateReason(jonas, { ...jonas, birthDate });
    expect(born('1979')).toBe('similar_name_partial_birth_date');
    expect(born('1979-04')).toBe('similar_name_partial_birth_date');
    expect(born('1979-05')).toBeUndefined();
    expect(born('1979-04-24')).toBeUndefined();
    expect(duplicateReason({ ...jonas, birthDate: '1979' }, { ...jonas, birthDate: '1979' })).toBe(
      'similar_name_partial_birth_date',
    );
  });

  test('what one office finds, the other finds too, and by a word both can look up', () => {
    const name = fc.stringMatching(/^[A-Za-zäöüéèç' -]{1,20}$/).filter((one) => /[a-z]/i.test(one));
    const date = fc.constantFrom('1979', '1979-04', '1979-04-25', '1980-04-25');
    const identity = fc.record({ officialName: name, firstName: name, birthDate: date });
    fc.assert(
      fc.property(identity, identity, (a, b) => {
        const reason = duplicateReason(a, b);
        expect(duplicateReason(b, a)).toBe(reason);
        expect(duplicateReason(a, a)).toBeDefined();
        if (reason !== undefined) expect(sharesWord(a, b)).toBe(true);
      }),
    );
  });
});
