// Words before which names stand, folded.

const list = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Right before a person. */
export const personCues = list(`
  by says said tells told asks asked dear hi hello hey named called call it's i'm mr mrs ms miss dr prof starring author producer singer
  songwriter actor player friend brother sister son daughter wife husband kid father mother uncle aunt boss colleague patient client
  customer user contact attn cc signed regards sincerely novel add remove
  von durch herr frau liebe lieber sehr par monsieur madame cher chere por senor senora querido querida signor signora caro cara
  heer mevrouw beste pan pani vazeny vazena mily mila`);

/** Right before whoever speaks or is spoken to by name: what follows is one, though the word has another meaning. */
export const speechCues = list('says said mr mrs ms dr');

/** Right before a place. */
export const placeCues = list(`
  in near around towards toward via visit visited visiting leaving aus nach en dans depuis desde hacia city town village ciudad citta uit naar v ve w we`);

/** Right before a place, a person or a company: they decide for what no list knows. */
export const weakPlaceCues = list('from to at a de da di z ze do u do bei');

/** Right before a company. */
export const organisationCues = list('for of at became company firm employer bank join joined chez presso bij');

/** Labels before the name that they ask for, with little between. */
export const nameLabels = [
  'name',
  'names',
  'first name',
  'last name',
  'maiden name',
  'surname',
  'full name',
  'customer',
  'client',
  'patient',
  'applicant',
  'signed',
  'nachname',
  'vorname',
  'nom',
  'prénom',
  'nombre',
  'apellido',
  'apellidos',
  'nome',
  'cognome',
  'naam',
  'voornaam',
  'achternaam',
  'jméno',
  'příjmení',
  'jmenuji se',
  'jmenuje se',
  'nazwisko',
  'imię',
  'nazywam się',
  'je m appelle',
  'me llamo',
  'mi chiamo',
  'ich heiße',
  'meno',
  'namn',
  'efternamn',
  'navn',
  'nimi',
  'sukunimi',
  'nev',
  'név',
];
