// What dictionaries exist, by class of value and locale.

export const dictionaryClasses = [
  'firstName',
  'lastName',
  'fullName',
  'email',
  'phone',
  'street',
  'city',
  'region',
  'postcode',
  'company',
  'jobTitle',
] as const;
export type DictionaryClass = (typeof dictionaryClasses)[number];

export const dictionaryLocales = [
  'en',
  'en_GB',
  'en_IE',
  'cs_CZ',
  'sk',
  'de',
  'de_AT',
  'fr',
  'it',
  'es',
  'nl',
  'pl',
  'sv',
] as const;
export type DictionaryLocale = (typeof dictionaryLocales)[number];
