// Finds credentials in what people hand in.
import type { Finding } from '../check.ts';
import { decodeText } from '../formats/text.ts';

const patterns: readonly { what: string; pattern: RegExp }[] = [
  { what: 'a private key', pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/g },
  { what: 'an AWS access key id', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
  { what: 'a GitHub token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{40,})\b/g },
  { what: 'a GitLab token', pattern: /\bglpat-[A-Za-z0-9_-]{20,}/g },
  { what: 'a Slack token', pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/g },
  { what: 'a Google API key', pattern: /\bAIza[A-Za-z0-9_-]{35}/g },
  { what: 'an npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { what: 'a payment provider key', pattern: /\b[rs]k_live_[A-Za-z0-9]{16,}/g },
  { what: 'an AI provider key', pattern: /\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{32,}/g },
  { what: 'an Azure storage key', pattern: /AccountKey=[A-Za-z0-9+/]{40,}={0,2}/g },
  { what: 'a signed web token', pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/g },
  { what: 'a password inside an address', pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"'<>${}]+:[^\s/@"'<>${}]{3,}@/gi },
];

/** A name that promises a secret, followed by a value that might be one. */
const assignment =
  /\b[\w-]*(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key)[\w-]*["']?\s*[:=]\s*["']?([^\s"',;<>${}]{12,})/gi;

/** Below this many bits a character, what follows the name is a word, not key material. */
const leastBitsPerCharacter = 3.2;

/** Every credential-like text with its file and line. The message never repeats it. Bytes that are not text are passed over. */
export function secrets(files: ReadonlyMap<string, Uint8Array>): Finding[] {
  const findings: Finding[] = [];
  for (const [path, bytes] of files) {
    const text = decodeText(bytes);
    if (text === undefined) continue;
    const seen = new Set<number>();
    const report = (offset: number, what: string) => {
      const line = text.slice(0, offset).split('\n').length;
      if (seen.has(line)) return;
      seen.add(line);
      const message = `${path} line ${line} holds what looks like ${what}. Take it out, replace that credential where it is used, and hand in again: a submission is kept.`;
      findings.push({ code: 'secret', severity: 'refuses', path, line, message });
    };
    for (const { what, pattern } of patterns) for (const match of text.matchAll(pattern)) report(match.index, what);
    for (const match of text.matchAll(assignment))
      if (bitsPerCharacter(match[1] ?? '') >= leastBitsPerCharacter && /\d/.test(match[1] ?? ''))
        report(match.index, 'a secret in plain text');
  }
  return findings;
}

/** Shannon entropy of the text's own characters. */
function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
