// Tells words for peoples: those of faker's languages, the usual ones, and what is made from a country's name.
import { nameDictionaries } from './name-dictionaries.ts';

const usual = new Set(
  `american british english scottish welsh irish canadian australian european african asian dutch swiss swedish danish finnish norwegian
  icelandic spanish portuguese french german austrian belgian italian greek turkish polish czech slovak hungarian romanian bulgarian
  serbian croatian slovenian bosnian albanian ukrainian russian belarusian estonian latvian lithuanian chinese japanese korean indian
  pakistani iranian iraqi israeli saudi egyptian moroccan nigerian kenyan mexican brazilian argentine argentinian chilean peruvian
  colombian venezuelan cuban thai vietnamese filipino indonesian malaysian hispanic latino jewish muslim christian catholic arab kurdish roma
  deutsche deutscher franzosisch cesky cech ceska slovensky polak polka`.split(/\s+/),
);
const endings = /^(?:n|ns|an|ans|ian|ians|ean|eans|ese|ish|i|is|er|ers|der|ders|zian|zians)$/;

let stems: readonly string[] | undefined;

export function isNationality(folded: string): boolean {
  if (usual.has(folded) || usual.has(folded.replace(/s$/, ''))) return true;
  const { nationalities, countries } = nameDictionaries();
  if (nationalities.has(folded)) return true;
  stems ??= [...countries]
    .filter((country) => /^[a-z]{5,}$/.test(country))
    .map((country) => country.replace(/(?:ia|land|y|e|a|o)$/, ''));
  return stems.some((stem) => stem.length > 3 && folded.startsWith(stem) && endings.test(folded.slice(stem.length)));
}
