import { describe, expect, it } from 'vitest';
import { nationalIdsIn, nationalIdsOf } from '../../../../datasets/identifiers/recognizers/national-ids.ts';

/** Drawn at random and called valid by python-stdnum 2.2, by the module of each country. */
const valid: [name: string, numbers: string][] = [
  ['CZ rodné číslo without slash', '1612218795'],
  ['PL PESEL', '08081606285 99440652559 09210331667'],
  ['DE Steuer-ID', '18079552450 27104596871 26070810496'],
  ['AT Sozialversicherungsnummer', '8402261111 2000221048 8801161214'],
  ['CH AHV', '7561613504307 7566954134701 7560582892002'],
  ['RO CNP', '2941122344427 7560420240921 8870224206600'],
  ['BG EGN', '6511235794 3729100876 3909236422'],
  ['HR OIB', '75638038382 66507048198 32338419980'],
  ['RS, BA, SI, MK, ME JMBG', '2311972021523 1910929925823 0510230525429'],
  ['EE, LT isikukood', '29908038596 76306251450 25312176910'],
  ['UA РНОКПП', '9860407063 7804124957 1411056699'],
  ['RU ИНН', '143072544892 156585201701 277729679376'],
  ['GB NHS number', '5010033801 2230170538 0923191224'],
  ['NL BSN', '510514212 756736274 925064324'],
  ['BE rijksregisternummer without separators', '04042633168 71051254539 50061880736'],
  ['PT NIF', '260605239 100358144 559345020'],
  ['GR ΑΜΚΑ', '17012940908 21090216504 19110149176'],
  ['SE personnummer without hyphen', '5904020962 4805280981 6309014733'],
  ['NO fødselsnummer', '21032153280 06089852909 67022730808'],
  ['IS kennitala', '1104375879 2609927670 2012961889'],
  ['CA SIN', '167110410 994081941 611091034'],
  ['BR CPF without dots', '49376412559 82831366747 15680571560'],
  ['IN Aadhaar', '839631639582 324052339168 628108747203'],
  ['CN resident identity', '230904761605167561 230700469407100249 130402201311217245'],
  ['TR kimlik', '27210807984 61301207314 18322543648'],
  ['IL teudat zehut', '570032342 185425998 677035065'],
  ['ZA identity number', '0208240600188 8610281421048 9104070404000'],
  ['AU TFN', '802119085 756938429 030429190'],
  ['JP My Number', '090697591426 220206476958 260424883389'],
  ['US SSN without hyphens', '837336197 032076089 742172865'],
  ['FR NIR', '126985865310037 230438264085730 756165818778763'],
];

/** Published examples of forms with letters or separators. */
const published: [name: string, number: string][] = [
  ['IT codice fiscale', 'RSSMRA85T10A562S'],
  ['ES DNI', '12345678Z'],
  ['ES NIE', 'X1234567L'],
  ['IE PPS', '1234567FA'],
  ['FI henkilötunnus', '131052-308T'],
  ['BE rijksregisternummer', '85.07.30-033.28'],
  ['MX CURP', 'HEGG560427MVZRRL04'],
  ['SG NRIC', 'S1234567D'],
  ['CL RUT', '12.345.678-5'],
  ['RU СНИЛС', '112-233-445 95'],
  ['DE Rentenversicherungsnummer', '15070649C103'],
  ['GB NINO', 'AB 12 34 56 C'],
  ['US SSN', '536-90-4399'],
];

describe('a number for people', () => {
  it.each(valid)('passes in %s', (name, numbers) => {
    expect(numbers.split(' ').filter((number) => !nationalIdsOf(number).includes(name))).toEqual([]);
  });

  it.each(published)('passes in %s', (name, number) => {
    expect(nationalIdsOf(number)).toContain(name);
  });

  it.each(valid.filter(([name]) => !name.startsWith('US')))(
    'fails in %s with its last digit changed',
    (name, numbers) => {
      // mutant: isValid of a row that is always true; caught here for each row.
      // The check digit of a kennitala stands last but one: after it comes the century.
      const at = name === 'IS kennitala' ? 8 : -1;
      const changed = numbers.split(' ').map((number) => {
        const place = at < 0 ? number.length - 1 : at;
        const other = String(((Number(number[place]) || 0) + 1) % 10);
        return number.slice(0, place) + other + number.slice(place + 1);
      });
      expect(changed.filter((number) => nationalIdsOf(number).includes(name))).toEqual([]);
    },
  );

  it('raises the months of women by 50, and by 20 more since 2004', () => {
    expect(nationalIdsOf('706213/123')).toEqual([]);
    expect(nationalIdsOf('456213/123')).toContain('CZ rodné číslo');
    expect(nationalIdsOf('456313/000')).toEqual([]);
  });

  it('was never issued in the areas that the United States left out', () => {
    expect(['000-12-3456', '666-12-3456', '900-12-3456', '123-00-4567', '123-45-0000'].flatMap(nationalIdsOf)).toEqual(
      [],
    );
  });

  it('is not part of a longer number, of a decimal or of a word', () => {
    const inside = (text: string) => nationalIdsIn(text).filter(({ isValid }) => isValid);
    expect(inside('X12345678Z 112345678Z 12345678.5 A536-90-4399 536-90-43990')).toEqual([]);
    expect(inside('DNI 12345678Z.')).toHaveLength(1);
  });
});
