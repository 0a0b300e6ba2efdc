// Recognises a template that was handed in as it came.
import type { Finding } from '../check.ts';
import { shareFrom } from '../formats/similarity.ts';
import { decodeText } from '../formats/text.ts';

/** From this share of its word sequences on, a file is the template. A filled one keeps headings or keys: well under a half. */
const untouchedShare = 0.8;

/** `template` is the text that was put into the sandbox. Undefined when the file is someone's own work, or not text at all. */
export function untouchedTemplate(file: { path: string; bytes: Uint8Array }, template: string): Finding | undefined {
  const text = decodeText(file.bytes);
  if (text === undefined) return undefined;
  const share = shareFrom(text, template);
  if (share < untouchedShare) return undefined;
  const found = text.trim() === '' ? 'it is empty' : `${Math.round(share * 100)} % of it is the template's own text`;
  const message = `${file.path} is still the template: ${found}. Replace what stands in it with your own work before you hand it in.`;
  return { code: 'untouchedTemplate', severity: 'refuses', path: file.path, message };
}
