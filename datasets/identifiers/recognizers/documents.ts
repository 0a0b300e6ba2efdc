// Recognizes numbers of passports, driving licences and their like, which only their context tells.
import { type EntityFinder, isAnnounced, matchesOf } from './entity-finder.ts';
import type { Entity } from './entity-types.ts';
import { nationalIdsIn } from './national-ids.ts';

/** Letters with digits in one piece or joined by hyphens, or groups of digits. */
const codes =
  /(?<![\p{L}\p{N}_@./-])(?:(?=[A-Z-]*\d)[A-Z0-9]+(?:-[A-Z0-9]+)*|\d{2,}(?: \d{2,})+)(?![\p{L}\p{N}_@]|[.-]\p{N})/giu;

const passportWords = [
  'passport number',
  'passport no',
  'passport',
  'reisepass',
  'passnummer',
  'reisepassnummer',
  'passeport',
  'pasaporte',
  'passaporto',
  'paspoort',
  'paszport',
  'číslo pasu',
  'pasu',
  'passaporte',
];
const licenceWords = [
  "driver's license",
  'driver s license',
  'drivers license',
  'driver license',
  'driver licence',
  'driving licence',
  'driving license',
  'licence number',
  'license number',
  'dl',
  'führerschein',
  'permis de conduire',
  'carnet de conducir',
  'patente',
  'rijbewijs',
  'řidičský průkaz',
  'řidičského průkazu',
  'prawo jazdy',
  'körkort',
  'driverlicense',
];
const identityWords = [
  'identity card',
  'id card',
  'id number',
  'identity number',
  'personal number',
  'personalausweis',
  'ausweisnummer',
  'carte d identité',
  'občanský průkaz',
  'občanského průkazu',
  'číslo op',
  'dowód osobisty',
  "numéro d'identité",
  'national id',
  'ssn',
  'social security',
  'social security number',
];

export const documentsIn: EntityFinder = (text) => {
  if (!/\d/.test(text)) return [];
  const announcedBy = (words: readonly string[]) => (found: string, start: number) =>
    (found.match(/\d/g)?.length ?? 0) >= 4 && found.length >= 5 && found.length <= 22 && isAnnounced(text, start, words)
      ? 0.85
      : 0;
  return [
    ...matchesOf(text, codes, 'passport', announcedBy(passportWords)),
    ...matchesOf(text, codes, 'driverLicence', announcedBy(licenceWords)),
    ...matchesOf(text, codes, 'nationalId', announcedBy(identityWords)),
    ...nationalIdsIn(upperCase(text)).flatMap(({ start, end, standsAlone, context, isValid }): Entity[] => {
      if (!isValid && !isAnnounced(text, start, context.filter(saysOneThing))) return [];
      const confidence = !isValid ? 0.6 : isAnnounced(text, start, context) ? 0.96 : standsAlone ? 0.8 : 0;
      return confidence > 0 ? [{ type: 'nationalId', start, end, confidence }] : [];
    }),
  ];
};

/** Words that other sentences have too announce only what passes its check. */
const saysOneThing = (word: string): boolean =>
  !['sin', 'run', 'rut', 'pan', 'inn', 'fin', 'nas', 'nie', 'rc', 'cf', 'nif'].includes(word);

/** Letter by letter, so that offsets stay: some letters grow when they are raised. */
const upperCase = (text: string): string =>
  text.replaceAll(/\p{Ll}/gu, (each) => {
    const upper = each.toUpperCase();
    return upper.length === each.length ? upper : each;
  });
