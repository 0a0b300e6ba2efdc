// How often languages use their accented letters: what tells encodings, and languages, apart.

/** Per 10,000 letters of running text, lower case. Rounded from published letter frequencies: only their order of size matters. */
const perLanguage = {
  cs: 'í330á220ě160é130ř120č100ž100ý100š80ů70ú10ň8ó3ť4ď2',
  sk: 'á190é80í100ý100č96ú90š80ž80ť70ľ40ň20ô20ď20ä5ó5ĺ1ŕ1',
  pl: 'ł180ę110ą100ó90ż80ś70ć40ń20ź6',
  hu: 'á340é330ö100ó100ő90í60ü50ú30ű20',
  ro: 'ă240î140ţ100ş80â50',
  hr: 'č100š90ž60ć60đ30',
  de: 'ü65ä55ö30ß30é1',
  fr: 'é190à50è30ê20ç10û6ù6â5î5ô2œ2ë1ï1',
  es: 'ó83í70á50é43ñ30ú17ü1',
  it: 'à60è40ì20ò20ù20é10',
  pt: 'ã70ç50ê45á40é30ó30ú20í10à7â5õ4ô1',
  sv: 'ä180å130ö130é3',
  da: 'å120ø90æ90é3',
  nl: 'ë10é8ï5ö2ü2è1ó1',
} as const;
export type Language = keyof typeof perLanguage;

const languages = Object.entries(perLanguage).map(([language, spelt]) => {
  const weights = [...spelt.matchAll(/(\p{L})(\d+)/gu)].map(
    ([, letter = '', weight]) => [letter, Number(weight)] as const,
  );
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  return {
    language: language as Language,
    likelihoods: new Map(weights.map(([letter, weight]) => [letter, Math.log(weight / total)])),
  };
});

/** A letter of another language, a sign among letters, a control character: each far less likely than the one before. */
const foreignLetter = Math.log(1e-3);
const sign = Math.log(1e-4);
const control = Math.log(1e-8);

/** The language in which such counts of characters beyond ASCII are the least surprising, with its mean log likelihood. */
export function likeliestLanguage(counts: ReadonlyMap<string, number>): { language: Language; likelihood: number } {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const scored = languages.map(({ language, likelihoods }) => {
    const sum = [...counts].reduce(
      (score, [character, count]) => score + count * (likelihoods.get(character.toLowerCase()) ?? surprise(character)),
      0,
    );
    return { language, likelihood: total === 0 ? Number.NEGATIVE_INFINITY : sum / total };
  });
  return scored.reduce((best, each) => (each.likelihood > best.likelihood ? each : best));
}

function surprise(character: string): number {
  if (/\p{L}/u.test(character)) return foreignLetter;
  return /\p{Cc}|\uFFFD/u.test(character) ? control : sign;
}

/** Undefined where a text has too few accented letters to tell. */
export function findLanguage(texts: readonly string[]): Language | undefined {
  const counts = new Map<string, number>();
  for (const character of texts.join('').match(/[^\p{ASCII}]/gu) ?? [])
    counts.set(character, (counts.get(character) ?? 0) + 1);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (total < 20) return undefined;
  const { language, likelihood } = likeliestLanguage(counts);
  return likelihood > Math.log(0.02) ? language : undefined;
}
