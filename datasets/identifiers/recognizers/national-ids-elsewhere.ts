// Numbers for people of the Americas, Asia, Africa and Oceania.
import { isDay, startsWithDay } from './calendar-date.ts';
import { checksByMod11, digitsOf, passesLuhn, passesVerhoeff, weigh } from './checksums.ts';
import type { NationalId } from './national-id.ts';

const socialSecurity = ['ssn', 'social security', 'social security number', 'soc sec', 'ss#', 'socialsecurity'];

/** Never issued: areas 000, 666 and above 899, group 00, serial 0000. */
const isSocialSecurityNumber = (number: string): boolean => /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(number);

const isRepeated = (number: string): boolean => /^(.)\1+$/.test(number);

/** Receita Federal: two checks, each over all digits before it. */
function isCpf(number: string): boolean {
  const digits = digitsOf(number);
  const check = (length: number): number =>
    ((weigh(
      digits,
      Array.from({ length }, (_, at) => length + 1 - at),
    ) *
      10) %
      11) %
    10;
  return !isRepeated(number) && digits[9] === check(9) && digits[10] === check(10);
}

function isChineseResidentNumber(number: string): boolean {
  const sum = weigh(digitsOf(number.slice(0, 17)), [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
  const isDate = isDay(Number(number.slice(6, 10)), Number(number.slice(10, 12)), Number(number.slice(12, 14)));
  return isDate && '10X98765432'[sum % 11] === number[17];
}

function isSingaporeNumber(number: string): boolean {
  const [letter = ''] = number;
  const sum = weigh(digitsOf(number), [2, 7, 6, 5, 4, 3, 2]) + (letter === 'T' || letter === 'G' ? 4 : 0);
  return ('ST'.includes(letter) ? 'JZIHGFEDCBA' : 'XWUTRQPNMLK')[sum % 11] === number[8];
}

function isTurkishNumber(number: string): boolean {
  const digits = digitsOf(number);
  const tenth = weigh(digits, [7, 9, 7, 9, 7, 9, 7, 9, 7]) % 10;
  const eleventh = digits.slice(0, 10).reduce((sum, digit) => sum + digit, 0) % 10;
  return digits[9] === tenth && digits[10] === eleventh;
}

const mexicanValues = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';

function isCurp(code: string): boolean {
  const sum = [...code.slice(0, 17)].reduce((total, each, at) => total + mexicanValues.indexOf(each) * (18 - at), 0);
  return startsWithDay(code.slice(4)) && Number(code.at(-1)) === (10 - (sum % 10)) % 10;
}

export const idsElsewhere: readonly NationalId[] = [
  {
    name: 'US SSN',
    shape: '[0-9]{3}([- ])[0-9]{2}\\1[0-9]{4}',
    isValid: isSocialSecurityNumber,
    standsAlone: true,
    context: socialSecurity,
  },
  {
    name: 'US SSN without hyphens',
    shape: '[0-9]{9}',
    isValid: isSocialSecurityNumber,
    standsAlone: false,
    context: socialSecurity,
  },
  {
    name: 'US ITIN',
    shape: '9[0-9]{2}([- ])(?:5[0-9]|6[0-5]|7[0-9]|8[0-8]|9[0-24-9])\\1[0-9]{4}',
    isValid: () => true,
    standsAlone: true,
    context: ['itin', 'taxpayer'],
  },
  {
    name: 'CA SIN',
    shape: '[1-79][0-9]{2}[ -]?[0-9]{3}[ -]?[0-9]{3}',
    isValid: (number) => passesLuhn(digitsOf(number)),
    standsAlone: false,
    context: ['sin', 'social insurance', 'nas'],
  },
  {
    name: 'BR CPF',
    shape: '[0-9]{3}\\.[0-9]{3}\\.[0-9]{3}-[0-9]{2}',
    isValid: isCpf,
    standsAlone: true,
    context: ['cpf'],
  },
  { name: 'BR CPF without dots', shape: '[0-9]{11}', isValid: isCpf, standsAlone: false, context: ['cpf'] },
  {
    name: 'MX CURP',
    shape: '[A-Z]{4}[0-9]{6}[HMX][A-Z]{2}[B-DF-HJ-NP-TV-ZÑ]{3}[0-9A-Z][0-9]',
    isValid: isCurp,
    standsAlone: true,
    context: ['curp'],
  },
  {
    name: 'CL RUT',
    shape: '[0-9]{1,2}\\.?[0-9]{3}\\.?[0-9]{3}-[0-9K]',
    isValid: (number) => {
      const check = 11 - (weigh(digitsOf(number.slice(0, -1)).toReversed(), [2, 3, 4, 5, 6, 7, 2, 3]) % 11);
      return (check === 11 ? '0' : check === 10 ? 'K' : String(check)) === number.at(-1);
    },
    standsAlone: false,
    context: ['rut', 'run', 'rol único'],
  },
  {
    name: 'IN Aadhaar',
    shape: '[2-9][0-9]{3} ?[0-9]{4} ?[0-9]{4}',
    isValid: (number) => passesVerhoeff(digitsOf(number)),
    standsAlone: false,
    context: ['aadhaar', 'aadhar', 'uidai'],
  },
  {
    name: 'IN PAN',
    shape: '[A-Z]{3}[ABCFGHLJPT][A-Z][0-9]{4}[A-Z]',
    isValid: () => true,
    standsAlone: true,
    context: ['pan', 'permanent account'],
  },
  {
    name: 'CN resident identity',
    shape: '[1-9][0-9]{16}[0-9X]',
    isValid: isChineseResidentNumber,
    standsAlone: true,
    context: ['身份证', '身份证号', 'resident identity'],
  },
  {
    name: 'KR resident registration',
    shape: '[0-9]{6}-[1-8][0-9]{6}',
    isValid: (number) => startsWithDay(number),
    standsAlone: true,
    context: ['주민등록번호', 'rrn'],
  },
  {
    name: 'SG NRIC',
    shape: '[STFG][0-9]{7}[A-Z]',
    isValid: isSingaporeNumber,
    standsAlone: true,
    context: ['nric', 'fin'],
  },
  {
    name: 'TR kimlik',
    shape: '[1-9][0-9]{10}',
    isValid: isTurkishNumber,
    standsAlone: false,
    context: ['tc kimlik', 'kimlik no', 'tckn'],
  },
  {
    name: 'IL teudat zehut',
    shape: '[0-9]{9}',
    isValid: (number) => passesLuhn(digitsOf(number)),
    standsAlone: false,
    context: ['teudat zehut', 'תעודת זהות', 'ת.ז'],
  },
  {
    name: 'ZA identity number',
    shape: '[0-9]{10}[01][0-9]{2}',
    isValid: (number) => startsWithDay(number) && passesLuhn(digitsOf(number)),
    standsAlone: true,
    context: ['identity number', 'id number', 'sa id'],
  },
  {
    name: 'AU TFN',
    shape: '[0-9]{3} ?[0-9]{3} ?[0-9]{3}',
    isValid: (number) => weigh(digitsOf(number), [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0,
    standsAlone: false,
    context: ['tfn', 'tax file number'],
  },
  {
    name: 'AU Medicare',
    shape: '[2-6][0-9]{3} ?[0-9]{5} ?[0-9]',
    isValid: (number) => weigh(digitsOf(number), [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === Number(number[8]),
    standsAlone: false,
    context: ['medicare'],
  },
  {
    name: 'JP My Number',
    shape: '[0-9]{4} ?[0-9]{4} ?[0-9]{4}',
    isValid: (number) =>
      checksByMod11(digitsOf(number), [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], { complement: true, ten: 0 }),
    standsAlone: false,
    context: ['my number', 'マイナンバー', '個人番号'],
  },
];
