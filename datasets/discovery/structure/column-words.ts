// Names of tables and columns as words: what `CustomerID`, `customer_id` and `tblCustomers` have in common.

/** Lower case, without accents: `CustomerID2` gives customer, id, 2. */
export const wordsOfName = (name: string): string[] =>
  name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replaceAll(/(\p{L})(\d)/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

const prefixes = new Set(['tbl', 'tab', 'dim', 'fact', 'stg', 'raw', 'src', 'dbo', 't']);

/** What a table is about: `tbl_customers` is about a customer. */
export function subjectOfTable(table: string): string[] {
  const words = wordsOfName(table).map(singular);
  return words.length > 1 && prefixes.has(words[0] ?? '') ? words.slice(1) : words;
}

function singular(word: string): string {
  if (word.length < 4 || /(ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(ses|xes|ches|shes)$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

const keyWords = new Set(
  'id ids key pk fk sk no nr num number code ref uuid guid oid cislo nummer numero kod identifier index'.split(' '),
);

/** What a column says that it points at: `billing_address_id` at a billing address. Empty where it says nothing: `id`, `c7`. */
export function referentOf(column: string): string[] {
  const words = splitCompound(wordsOfName(column));
  while (words.length > 0 && keyWords.has(words.at(-1) ?? '')) words.pop();
  while (words.length > 0 && ['fk', 'pk', 'id', 'sk'].includes(words[0] ?? '')) words.shift();
  const told = words.map(singular);
  return told.every((word) => /^\d+$/.test(word) || /^(c|col|column|field|f|a|v|x|var|attr|attribute)$/.test(word))
    ? []
    : told;
}

/** `customerid` is written without any mark between its words. */
function splitCompound(words: string[]): string[] {
  const [last = ''] = words.slice(-1);
  const stem = /^(.{3,}?)(id|key|code|nr|no)$/.exec(last);
  return stem?.[1] &&
    !['valid', 'paid', 'period', 'grid', 'void', 'avoid', 'android', 'steroid'].includes(last) &&
    !/(?:ca|ba|bu|pi)no$/.test(last)
    ? [...words.slice(0, -1), stem[1], stem[2] ?? '']
    : words;
}

/** Whether a column's name says that it holds a key. */
export const saysKey = (column: string): boolean => {
  const words = splitCompound(wordsOfName(column));
  return keyWords.has(words.at(-1) ?? '') || keyWords.has(words[0] ?? '');
};

export const sameWords = (a: readonly string[], b: readonly string[]): boolean =>
  a.length > 0 && a.join(' ') === b.join(' ');
export const endsWithWords = (a: readonly string[], end: readonly string[]): boolean =>
  end.length > 0 && a.length >= end.length && a.slice(-end.length).join(' ') === end.join(' ');
