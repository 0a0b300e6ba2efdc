// The closed list of what personal values a text or a column can hold.

/** In the order of how much a value says alone: of two readings of one place the earlier type is taken. */
export const entityTypes = [
  'email',
  'iban',
  /** A payment card's number, by Luhn and its issuer's range. */
  'pan',
  'nationalId',
  /** An account in a national form: US routing number, Czech prefix and number, UK sort code. */
  'bankAccount',
  'passport',
  'driverLicence',
  'mac',
  'ip',
  'url',
  'phone',
  'dateOfBirth',
  /** The name of a person in two or more words. */
  'personName',
  /** A street with its house number, a post-office box, or a whole address of several lines. */
  'address',
  'postcode',
  'firstName',
  'lastName',
  'organisation',
  /** A city or a country. */
  'place',
  'username',
  'date',
  'age',
  'nationality',
  /** Mr., Dr., and the like before a name. */
  'title',
  /** Sentences: whatever else stands in them. Only of whole cells. */
  'freeText',
] as const;
export type EntityType = (typeof entityTypes)[number];

/** What names one person or leads to one without any other column; the rest are quasi-identifiers or harmless alone. */
export const directIdentifierTypes: ReadonlySet<EntityType> = new Set<EntityType>([
  'email',
  'iban',
  'pan',
  'nationalId',
  'bankAccount',
  'passport',
  'driverLicence',
  'mac',
  'ip',
  'url',
  'phone',
  'personName',
  'firstName',
  'lastName',
  'address',
  'username',
]);

export type Entity = {
  type: EntityType;
  /** Offsets in UTF-16 units, the end not included. */
  start: number;
  end: number;
  /** Between 0 and 1: a verified checksum or a word of its context raises it, shape alone stays low. */
  confidence: number;
};
