// What dictionaries exist, by class of value and locale.
import type { IdentifierClass } from '../identifiers/identifier-set.ts';

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

/** Whether a dictionary may hold words that the source uses too: `allow` for words that many people share. */
export const ownWords = ['exclude', 'allow'] as const;
export type OwnWords = (typeof ownWords)[number];

export const ownWordsByDefault: Record<DictionaryClass, OwnWords> = {
  firstName: 'allow',
  lastName: 'exclude',
  fullName: 'exclude',
  email: 'exclude',
  phone: 'exclude',
  street: 'exclude',
  city: 'allow',
  region: 'allow',
  postcode: 'allow',
  company: 'exclude',
  jobTitle: 'allow',
};

/** How words of a class are compared with the source's. */
export const identifierClassOf = (wordClass: DictionaryClass): IdentifierClass =>
  wordClass === 'email' || wordClass === 'phone' || wordClass === 'fullName' ? wordClass : 'text';

export const personParts = ['firstName', 'lastName', 'fullName', 'email', 'username', 'title', 'sex'] as const;
export type PersonPart = (typeof personParts)[number];
export const addressParts = ['street', 'city', 'postcode', 'region', 'country', 'full'] as const;
export type AddressPart = (typeof addressParts)[number];

/** Numbers whose form can be kept: payment cards, bank accounts, phones, any digits. */
export const formatClasses = ['pan', 'iban', 'phone', 'digits'] as const;
export type FormatClass = (typeof formatClasses)[number];
