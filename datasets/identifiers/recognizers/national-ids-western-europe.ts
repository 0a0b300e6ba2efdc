// Numbers for people of western, southern and northern Europe.
import { isDay, startsWithDay, startsWithDayFirst } from './calendar-date.ts';
import { checksByMod11, digitsOf, passesLuhn, remainder, weigh } from './checksums.ts';
import type { NationalId } from './national-id.ts';

const spanishLetters = 'TRWAGMYFPDXBNJZSQVHLCKE';
const finnishLetters = '0123456789ABCDEFHJKLMNPRSTUVWXY';
const irishLetters = 'WABCDEFGHIJKLMNOPQRSTUV';
/** What a character in an odd place of a codice fiscale counts; digits count as the letters A to J. */
const italianOddValues = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

function isFiscalCode(code: string): boolean {
  const sum = [...code.slice(0, 15)].reduce((total, character, at) => {
    const value = /[0-9]/.test(character) ? Number(character) : character.charCodeAt(0) - 65;
    return total + (at % 2 === 0 ? (italianOddValues[value] ?? 0) : value);
  }, 0);
  return code.charCodeAt(15) - 65 === sum % 26;
}

/** The last two digits are 97 minus the rest of the number before; Corsica's departments count as 19 and 18. */
function isFrenchNumber(number: string): boolean {
  const digits = number.replace('2A', '19').replace('2B', '18');
  return 97 - remainder(digits.slice(0, 13), 97) === Number(digits.slice(13));
}

/** Those born since 2000 count with a 2 before their nine digits. */
function isBelgianNumber(number: string): boolean {
  const [body, check] = [number.slice(0, 9), Number(number.slice(9))];
  const isDate = startsWithDay(number, [0, 20, 40]) || number.slice(2, 4) === '00';
  return isDate && [body, `2${body}`].some((each) => 97 - remainder(each, 97) === check);
}

/** Two checks; temporary numbers raise the day by 40. */
function isNorwegianNumber(number: string): boolean {
  const digits = digitsOf(number);
  const option = { complement: true, ten: null };
  return (
    startsWithDayFirst(number, [0, 40]) &&
    checksByMod11(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2], option) &&
    checksByMod11(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2], option)
  );
}

export const westernEuropeanIds: readonly NationalId[] = [
  {
    name: 'GB NINO',
    shape: '[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?: ?[0-9]{2}){3} ?[A-D]',
    isValid: (number) => !/^(?:BG|GB|KN|NK|NT|TN|ZZ)/.test(number),
    standsAlone: true,
    context: ['national insurance', 'nino', 'ni number'],
  },
  {
    name: 'GB NHS number',
    shape: '[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}',
    isValid: (number) =>
      checksByMod11(digitsOf(number), [10, 9, 8, 7, 6, 5, 4, 3, 2], { complement: true, ten: null }) &&
      !/^(.)\1+$/.test(number),
    standsAlone: false,
    context: ['nhs', 'nhs number', 'nhs no', 'patient number', 'health service'],
  },
  {
    name: 'IE PPS',
    shape: '[0-9]{7}[A-W][A-IW]?',
    isValid: (number) => {
      const second = number[8] === undefined || number[8] === 'W' ? 0 : number.charCodeAt(8) - 64;
      return irishLetters[(weigh(digitsOf(number), [8, 7, 6, 5, 4, 3, 2]) + 9 * second) % 23] === number[7];
    },
    standsAlone: true,
    context: ['pps', 'ppsn', 'personal public service'],
  },
  {
    name: 'IT codice fiscale',
    // Namesakes are told apart by letters in place of digits.
    shape: '[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPR-T][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]',
    isValid: isFiscalCode,
    standsAlone: true,
    context: ['codice fiscale', 'cod. fisc.', 'c.f.', 'cf'],
  },
  {
    name: 'ES DNI',
    shape: '[0-9]{2}\\.?[0-9]{3}\\.?[0-9]{3}[ -]?[A-HJ-NP-TV-Z]',
    isValid: (number) => spanishLetters[Number(number.slice(0, 8)) % 23] === number[8],
    standsAlone: true,
    context: ['dni', 'nif', 'documento nacional'],
  },
  {
    name: 'ES NIE',
    shape: '[XYZ][ -]?[0-9]{7}[ -]?[A-HJ-NP-TV-Z]',
    isValid: (number) =>
      spanishLetters[Number(`${'XYZ'.indexOf(number[0] ?? '')}${number.slice(1, 8)}`) % 23] === number[8],
    standsAlone: true,
    context: ['nie', 'extranjero'],
  },
  {
    name: 'FR NIR',
    shape: '[1-478] ?[0-9]{2} ?[0-9]{2} ?(?:[0-9]{2}|2[AB]) ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}',
    isValid: isFrenchNumber,
    standsAlone: true,
    context: ['nir', 'sécurité sociale', 'securite sociale', 'insee', 'numéro de sécu'],
  },
  {
    name: 'NL BSN',
    shape: '[0-9]{4}\\.?[0-9]{2}\\.?[0-9]{3}',
    isValid: (number) => number !== '000000000' && weigh(digitsOf(number), [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
    standsAlone: false,
    context: ['bsn', 'burgerservicenummer', 'sofinummer'],
  },
  {
    name: 'BE rijksregisternummer',
    shape: '[0-9]{2}\\.[0-9]{2}\\.[0-9]{2}-[0-9]{3}\\.[0-9]{2}',
    isValid: isBelgianNumber,
    standsAlone: true,
    context: ['rijksregisternummer', 'registre national', 'insz', 'niss'],
  },
  {
    name: 'BE rijksregisternummer without separators',
    shape: '[0-9]{11}',
    isValid: isBelgianNumber,
    standsAlone: false,
    context: ['rijksregisternummer', 'registre national', 'insz', 'niss'],
  },
  {
    name: 'PT NIF',
    shape: '[1235689][0-9]{2} ?[0-9]{3} ?[0-9]{3}',
    isValid: (number) => {
      const check = 11 - (weigh(digitsOf(number), [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
      return Number(number.at(-1)) === (check > 9 ? 0 : check);
    },
    standsAlone: false,
    context: ['nif', 'contribuinte', 'número fiscal'],
  },
  {
    name: 'GR ΑΜΚΑ',
    shape: '[0-3][0-9]{10}',
    isValid: (number) => startsWithDayFirst(number) && passesLuhn(digitsOf(number)),
    standsAlone: false,
    context: ['αμκα', 'amka'],
  },
  {
    name: 'SE personnummer',
    shape: '(?:19|20)?[0-9]{6}[-+][0-9]{4}',
    isValid: (number) => isSwedishNumber(number.replace('+', '')),
    standsAlone: true,
    context: ['personnummer', 'pnr', 'samordningsnummer'],
  },
  {
    name: 'SE personnummer without hyphen',
    shape: '(?:19|20)?[0-9]{10}',
    isValid: isSwedishNumber,
    standsAlone: false,
    context: ['personnummer', 'pnr', 'samordningsnummer'],
  },
  {
    name: 'FI henkilötunnus',
    shape: '[0-3][0-9][01][0-9]{3}[-+A-FU-Y][0-9]{3}[0-9A-FHJ-NPR-Y]',
    isValid: (number) => {
      const digits = number.replaceAll(/[^0-9A-Z]/g, '');
      const serial = digits.slice(-4, -1);
      return (
        startsWithDayFirst(digits) && finnishLetters[Number(`${digits.slice(0, 6)}${serial}`) % 31] === digits.at(-1)
      );
    },
    standsAlone: true,
    context: ['henkilötunnus', 'hetu', 'personbeteckning'],
  },
  {
    name: 'DK CPR',
    // Since 2007 the check digit is no longer kept: only the day can be asked.
    shape: '[0-3][0-9][01][0-9]{3}-[0-9]{4}',
    isValid: (number) => startsWithDayFirst(number),
    standsAlone: true,
    context: ['cpr', 'cpr-nr', 'cpr-nummer', 'personnummer'],
  },
  {
    name: 'NO fødselsnummer',
    shape: '[0-7][0-9]{5} ?[0-9]{5}',
    isValid: isNorwegianNumber,
    standsAlone: true,
    context: ['fødselsnummer', 'fodselsnummer', 'fnr', 'personnummer', 'd-nummer'],
  },
  {
    name: 'IS kennitala',
    shape: '[0-3][0-9][01][0-9]{3}-?[0-9]{4}',
    isValid: (number) =>
      isDay(2000, Number(number.slice(2, 4)), Number(number.slice(0, 2))) &&
      checksByMod11(digitsOf(number), [3, 2, 7, 6, 5, 4, 3, 2], { complement: true, ten: null }) &&
      /[089]$/.test(number),
    standsAlone: true,
    context: ['kennitala', 'kt.'],
  },
];

/** Ten digits after the century, checked by Luhn; coordination numbers raise the day by 60. */
function isSwedishNumber(number: string): boolean {
  const ten = number.slice(-10);
  const [year, month, day] = [0, 2, 4].map((at) => Number(ten.slice(at, at + 2)));
  const isDate = [0, 60].some((raise) => isDay(year ?? 0, month ?? 0, (day ?? 0) - raise));
  return isDate && passesLuhn(digitsOf(ten));
}
