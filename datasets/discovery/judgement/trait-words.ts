// What the name of a column says of a person beside the kinds that recognizers know; words of several languages.
import { wordsOfName } from '../structure/column-words.ts';
import type { Trait } from './roles.ts';

/** Whole words of a name without accents; several words stand side by side. In the order in which they are asked. */
const traitWords: readonly (readonly [Trait, RegExp])[] = [
  [
    'secret',
    / (password|passwd|passwort|pwd|heslo|hash|salt|secret|token|api key|apikey|private key|pin|cvv|cvc|cvv2|security answer|otp|mot de passe|contrasena) /,
  ],
  ['picture', / (photo|picture|image|avatar|portrait|signature|fingerprint|selfie|foto|thumbnail) /],
  ['birthYear', / (birth year|year of birth|yob|byear|geburtsjahr|birthyear|rok narozeni|annee naissance) /],
  ['sex', / (sex|gender|geschlecht|pohlavi|sexo|genre personne|plec|kon|kjonn|geslacht|sesso) /],
  [
    'maritalStatus',
    / (marital|maritalstatus|marriage|married|civil status|familienstand|estado civil|rodinny stav|marital status|personal status|spouse status) /,
  ],
  ['education', / (education|degree|schooling|qualification|vzdelani|bildung|educacion|studies) /],
  [
    'occupation',
    / (occupation|job|profession|jobtitle|job title|job role|jobrole|position|beruf|povolani|zamestnani|metier|puesto|employment) /,
  ],
  ['household', / (children|dependents|dependants|household|kids|family size|num children|familysize|kinder|deti) /],
  ['ethnicity', / (race|ethnicity|ethnic|protected group|skin|racedesc|hispanic|hispaniclatino|caste) /],
  ['religion', / (religion|religious|faith|denomination|nabozenstvi|konfession) /],
  ['politics', / (political|party membership|union|trade union|vote|voted) /],
  ['orientation', / (orientation|sexual|sexuality) /],
  ['crime', / (criminal|conviction|convicted|arrest|offence|offense|felony|crime) /],
  [
    'health',
    / (diagnosis|diagnoses|disease|condition|icd|icd 9|icd 10|symptom|disability|allergy|allergies|medication|medications|drug|prescription|hiv|blood|smoker|smoking|pregnan|pregnant|bmi|cholesterol|glucose|cancer|tumor|treatment|disabled|health) /,
  ],
  [
    'income',
    / (salary|wage|income|pay rate|payrate|earnings|gehalt|lohn|mzda|plat|prijem|salaire|sueldo|compensation|remuneration|bonus|net worth|monthlyincome|hourlyrate) /,
  ],
  ['coordinate', / (lat|lon|lng|latitude|longitude|coordinates|geo|geom|spatiallocation|location point|gps) /],
  [
    'note',
    / (note|notes|comment|comments|remark|remarks|description|memo|message|body|text|transcript|review text|feedback|bemerkung|poznamka|popis|observations|details|summary|bio|biography|resume) /,
  ],
];

export function traitNamedBy(column: string): Trait | undefined {
  const words = ` ${wordsOfName(column).join(' ')} `;
  return traitWords.find(([, pattern]) => pattern.test(words))?.[0];
}

/** Whom a name could be the name of. */
const people =
  /^(customer|client|patient|person|people|contact|employee|staff|holder|cardholder|owner|payee|payer|beneficiary|passenger|guest|spouse|husband|wife|partner|father|mother|parent|child|doctor|physician|nurse|manager|supervisor|officer|agent|adviser|advisor|member|subscriber|student|pupil|teacher|user|author|applicant|borrower|debtor|creditor|guarantor|insured|tenant|landlord|driver|signatory|signer|recipient|sender|buyer|seller|attorney|lawyer|witness|victim|judge|donor|salesperson|rep|representative|full|display|maiden|given|nick|legal|actor|director)$/;

/** Whether a name says that it names somebody: `officer_name`, `contactName`, `FullName`. */
export const saysPerson = (name: string): boolean =>
  wordsOfName(name).some((word) => people.test(word.replace(/s$/, '')) || people.test(word));

/** What is told of somebody, and is no name: `contact_title`, `user_type`. */
const attributes =
  /^(title|type|status|role|category|class|group|level|date|method|channel|count|number|no|nr|rating|score|segment|preference|language|code|id|since|desc|description|flag|kind|rank|grade|age)$/;
export const saysAttribute = (name: string): boolean => attributes.test(wordsOfName(name).at(-1) ?? '');

/** Parts of a name that stand alone as the name of a column, as they do in tables about people. */
const nameParts: Readonly<Record<string, 'firstName' | 'lastName'>> = {
  first: 'firstName',
  given: 'firstName',
  middle: 'firstName',
  mi: 'firstName',
  initials: 'firstName',
  last: 'lastName',
  family: 'lastName',
  maiden: 'lastName',
};
export const namePart = (name: string): 'firstName' | 'lastName' | undefined => {
  const words = wordsOfName(name);
  return words.length === 1 ? nameParts[words[0] ?? ''] : undefined;
};
