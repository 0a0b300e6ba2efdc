// Numbers for people of central and eastern Europe.
import { isDay, startsWithDay, startsWithDayFirst } from './calendar-date.ts';
import { checksByMod11, digitsOf, passesMod11And10, remainder, weigh } from './checksums.ts';
import type { NationalId } from './national-id.ts';

/** Women's months are raised by 50; since 2004 a day that ran out of numbers raises them by 20 more. */
const birthNumberRaises = [0, 20, 50, 70];

/** Nine digits until 1953, without a check digit; ten since, all divisible by 11 but for a thousand of before 1985 that end in 0 instead of 10. */
function isBirthNumber(number: string): boolean {
  if (!startsWithDay(number, birthNumberRaises)) return false;
  if (number.length === 9) return Number(number.slice(0, 2)) < 54 && number.slice(6) !== '000';
  const rest = remainder(number.slice(0, 9), 11) % 10;
  return rest === Number(number.at(-1));
}

/** Yugoslavia's number, kept by all who came after it: DDMMYYY, region, serial, check. */
function isUniqueMasterCitizenNumber(number: string): boolean {
  const thousands = Number(number.slice(4, 7));
  const isDate = isDay(
    thousands < 800 ? 2000 + thousands : 1000 + thousands,
    Number(number.slice(2, 4)),
    Number(number.slice(0, 2)),
  );
  return (
    isDate && checksByMod11(digitsOf(number), [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], { complement: true, ten: null })
  );
}

/** Estonian and Lithuanian: a century, a day, a serial, and a check that starts over with other weights where it gives 10. */
function isBalticCode(number: string): boolean {
  const digits = digitsOf(number);
  const first = weigh(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
  const second = weigh(digits, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11;
  return startsWithDay(number.slice(1)) && digits[10] === (first < 10 ? first : second % 10);
}

export const centralEuropeanIds: readonly NationalId[] = [
  {
    name: 'CZ rodné číslo',
    shape: '[0-9]{6} ?/ ?[0-9]{3,4}',
    isValid: isBirthNumber,
    standsAlone: true,
    context: ['rodné číslo', 'rodne cislo', 'rodným číslem', 'r.č.', 'r. č.', 'rč', 'birth number'],
  },
  {
    name: 'CZ rodné číslo without slash',
    shape: '[0-9]{9,10}',
    isValid: isBirthNumber,
    standsAlone: false,
    context: ['rodné číslo', 'rodne cislo', 'rodným číslem', 'r.č.', 'r. č.', 'rč', 'birth number'],
  },
  {
    name: 'PL PESEL',
    shape: '[0-9]{11}',
    // Months say the century: 81 for 1801, 21 for 2001.
    isValid: (number) =>
      startsWithDay(number, [0, 20, 40, 60, 80]) &&
      weigh(digitsOf(number), [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0,
    standsAlone: false,
    context: ['pesel'],
  },
  {
    name: 'DE Steuer-ID',
    shape: '[1-9][0-9](?: ?[0-9]{3}){3}',
    // Of the first ten digits exactly one comes twice or three times.
    isValid: (number) => {
      const counts = Object.values(Object.groupBy(number.slice(0, 10), (digit) => digit)).map(
        (each) => each?.length ?? 0,
      );
      const repeated = counts.filter((times) => times > 1);
      return repeated.length === 1 && (repeated[0] ?? 0) <= 3 && passesMod11And10(digitsOf(number));
    },
    standsAlone: false,
    context: ['steuer-id', 'steuerid', 'steueridentifikationsnummer', 'identifikationsnummer', 'idnr', 'tax id', 'tin'],
  },
  {
    name: 'DE Rentenversicherungsnummer',
    shape: '[0-9]{2} ?[0-9]{6} ?[A-Z] ?[0-9]{3}',
    isValid: (number) => {
      const spelled = number.replace(/[A-Z]/, (letter) => String(letter.charCodeAt(0) - 64).padStart(2, '0'));
      const sum = digitsOf(spelled)
        .slice(0, 12)
        .map((digit, at) => digit * ([2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1][at] ?? 0))
        .reduce((total, product) => total + Math.floor(product / 10) + (product % 10), 0);
      return startsWithDayFirst(number.slice(2), [0, 50]) && sum % 10 === Number(number.at(-1));
    },
    standsAlone: true,
    context: ['rentenversicherungsnummer', 'sozialversicherungsnummer', 'versicherungsnummer', 'rvnr', 'svnr'],
  },
  {
    name: 'AT Sozialversicherungsnummer',
    shape: '[1-9][0-9]{3} ?[0-9]{6}',
    isValid: (number) => {
      const check = weigh(digitsOf(number), [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11;
      return startsWithDayFirst(number.slice(4)) && check === Number(number[3]);
    },
    standsAlone: false,
    context: ['sozialversicherungsnummer', 'versicherungsnummer', 'svnr', 'sv-nummer'],
  },
  {
    name: 'CH AHV',
    shape: '756\\.?[0-9]{4}\\.?[0-9]{4}\\.?[0-9]{2}',
    isValid: (number) => weigh(digitsOf(number), [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0,
    standsAlone: true,
    context: ['ahv', 'avs', 'sozialversicherungsnummer'],
  },
  {
    name: 'HU TAJ',
    shape: '[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}',
    isValid: (number) => weigh(digitsOf(number), [3, 7, 3, 7, 3, 7, 3, 7]) % 10 === Number(number.at(-1)),
    standsAlone: false,
    context: ['taj', 'taj szám', 'taj-szám'],
  },
  {
    name: 'HU adóazonosító jel',
    shape: '8[0-9]{9}',
    isValid: (number) => weigh(digitsOf(number), [1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 === Number(number.at(-1)),
    standsAlone: false,
    context: ['adóazonosító', 'adóazonosító jel', 'adószám'],
  },
  {
    name: 'RO CNP',
    shape: '[1-9][0-9]{12}',
    isValid: (number) => {
      const check = weigh(digitsOf(number), [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
      return startsWithDay(number.slice(1)) && Number(number.at(-1)) === (check === 10 ? 1 : check);
    },
    standsAlone: true,
    context: ['cnp', 'cod numeric personal'],
  },
  {
    name: 'BG EGN',
    shape: '[0-9]{10}',
    isValid: (number) =>
      startsWithDay(number, [0, 20, 40]) &&
      checksByMod11(digitsOf(number), [2, 4, 8, 5, 10, 9, 7, 3, 6], { complement: false, ten: 0 }),
    standsAlone: false,
    context: ['egn', 'егн'],
  },
  {
    name: 'HR OIB',
    shape: '[0-9]{11}',
    isValid: (number) => passesMod11And10(digitsOf(number)),
    standsAlone: false,
    context: ['oib'],
  },
  {
    name: 'RS, BA, SI, MK, ME JMBG',
    shape: '[0-9]{13}',
    isValid: isUniqueMasterCitizenNumber,
    standsAlone: true,
    context: ['jmbg', 'emšo', 'emso', 'јмбг', 'матичен број'],
  },
  {
    name: 'EE, LT isikukood',
    shape: '[1-8][0-9]{10}',
    isValid: isBalticCode,
    standsAlone: false,
    context: ['isikukood', 'asmens kodas'],
  },
  {
    name: 'LV personas kods',
    shape: '[0-3][0-9]{5}-[0-2][0-9]{4}',
    isValid: (number) => {
      const check = (1101 - weigh(digitsOf(number), [1, 6, 3, 7, 9, 10, 5, 8, 4, 2])) % 11;
      // Since 2017 numbers start with 32, whose day says nothing, and check nothing.
      return number.startsWith('32') || (startsWithDayFirst(number) && check % 10 === Number(number.at(-1)));
    },
    standsAlone: true,
    context: ['personas kods', 'personas kodu'],
  },
  {
    name: 'UA РНОКПП',
    shape: '[1-9][0-9]{9}',
    isValid: (number) => {
      // Ten is minus one by 11: the published weight, without a negative remainder.
      const check = (weigh(digitsOf(number), [10, 5, 7, 9, 4, 6, 10, 5, 7]) % 11) % 10;
      return check === Number(number.at(-1));
    },
    standsAlone: false,
    context: ['рнокпп', 'іпн', 'ідентифікаційний номер'],
  },
  {
    name: 'RU СНИЛС',
    shape: '[0-9]{3}-?[0-9]{3}-?[0-9]{3}[ -]?[0-9]{2}',
    isValid: (number) => {
      const check = (weigh(digitsOf(number), [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101) % 100;
      return check === Number(number.slice(9));
    },
    standsAlone: true,
    context: ['снилс', 'snils'],
  },
  {
    name: 'RU ИНН',
    shape: '[0-9]{12}',
    isValid: (number) => {
      const digits = digitsOf(number);
      const first = (weigh(digits, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10;
      const second = (weigh(digits, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10;
      return digits[10] === first && digits[11] === second;
    },
    standsAlone: false,
    context: ['инн', 'inn'],
  },
];
