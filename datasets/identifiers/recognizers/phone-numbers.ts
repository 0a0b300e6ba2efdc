// Recognizes phone numbers, which have no check digit, by their shape with what stands around them.
import { type EntityFinder, isAnnounced, matchesOf } from './entity-finder.ts';

/** Country code, or national groups, with an extension; at most 15 digits (E.164). */
const phonePattern = String.raw`(?:\+|\(\+|\()?[0-9](?:[ ().\u2011/-]{0,3}[0-9]){5,14}(?: ?(?:x|ext\.?|extension|#) ?[0-9]{1,6})?`;

const phones = new RegExp(
  `(?<![\\p{L}\\p{N}_@#$€£]|\\p{N}[.,:/ -]|[$€£] )${phonePattern}(?![\\p{L}\\p{N}_%€]|[.,:/ -]\\p{N})`,
  'giu',
);

const phoneWords = [
  'phone',
  'phones',
  'telephone',
  'tel',
  'mobile',
  'mob',
  'cell',
  'cellphone',
  'fax',
  'call',
  'called',
  'calling',
  'dial',
  'ring',
  'sms',
  'text',
  'whatsapp',
  'desk',
  'number is',
  'reach',
  'messages to',
  'answering',
  'contact',
  'registered',
  'hotline',
  'telefon',
  'telefonu',
  'telefonnummer',
  'handy',
  'mobil',
  'rufnummer',
  'téléphone',
  'portable',
  'teléfono',
  'móvil',
  'telefono',
  'cellulare',
  'telefoon',
  'telefone',
  'telemóvel',
  'celular',
  'komórka',
  'volejte',
  'čísla',
  'číslo',
  'čísle',
  'numer',
  'numero',
  'número',
  'numéro',
  'nummer',
  'puhelin',
  'ph',
  'office',
];
const phoneWordsAfter = /^[ \-\\,]*\(?(?:office|fax|mobile|cell|home|work|desk|phone|tel|mob)\b/i;

const lookLikeOthers = [
  /** Dates, and times after them. */
  /^(?:19|20)\d{2}([-/. ])\d{1,2}\1\d{1,2}(?! ?\d)/,
  /^\d{1,2}[-/.] ?\d{1,2}[-/.] ?(?:\d{4}|\d{2})(?: |$)/,
  /** Two years. */
  /^(?:19|20)\d{2} ?[-/] ?(?:19|20)\d{2}$/,
  /** Addresses of networks, amounts in groups of thousands. */
  /^\d{1,3}(?:\.\d{1,3}){3}$/,
  /^\d{1,3}(?:[ .]\d{3})+$/,
];

/** Whether a whole text has the form of a phone number, with as much as shape alone can say. */
export function isPhoneNumber(text: string): boolean {
  const digits = text.replaceAll(/\D/g, '').length;
  return (
    new RegExp(`^${phonePattern}$`, 'iu').test(text.trim()) &&
    digits >= 7 &&
    !lookLikeOthers.slice(0, 4).some((pattern) => pattern.test(text.trim()))
  );
}

export const phoneNumbersIn: EntityFinder = (text) =>
  matchesOf(text, phones, 'phone', (found, start) => {
    const digits = found.replace(/(?:x|ext).*$/i, '').replaceAll(/\D/g, '');
    const end = start + found.length;
    const announced = isAnnounced(text, start, phoneWords) || phoneWordsAfter.test(text.slice(end, end + 16));
    if (lookLikeOthers.slice(0, 4).some((pattern) => pattern.test(found))) return 0;
    if (/^\(?\+/.test(found)) return digits.length >= 8 ? 0.9 : 0;
    if (/^00[1-9]/.test(digits) && digits.length >= 11) return 0.85;
    if (announced) return digits.length >= 6 ? 0.85 : 0;
    if (digits.length < 7 || lookLikeOthers.some((pattern) => pattern.test(found))) return 0;
    const groups = found
      .replace(/(?:x|ext).*$/i, '')
      .split(/\D+/)
      .filter((group) => group !== '');
    if (/^\(\d{2,4}\)/.test(found) || /^\d{3}[-. ]\d{3}[-. ]\d{4}/.test(found)) return 0.8;
    // A trunk prefix with its groups.
    if (/^0[1-9]/.test(digits) && groups.length > 1 && digits.length >= 9 && digits.length <= 11) return 0.6;
    // Groups of unlike form are other codes; a house number before a street stands in no group.
    const isGrouped = groups.length >= 3 && groups.every((group) => group.length >= 2 && group.length <= 4);
    return isGrouped && digits.length >= 8 && digits.length <= 12 ? 0.65 : 0;
  });
