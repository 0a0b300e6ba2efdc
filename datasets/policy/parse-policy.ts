// Reads a policy strictly: YAML to a checked policy that still knows its lines.
import { createHash } from 'node:crypto';
import { LineCounter, parseDocument } from 'yaml';
import { ExtractError } from '../extract-error.ts';
import { assertAnswers } from './assert-answers.ts';
import { assertCoherent } from './assert-coherent.ts';
import { assertOwnWords } from './assert-own-words.ts';
import { assertSubset } from './assert-subset.ts';
import { describeIssue } from './describe-issue.ts';
import { ExtractPolicy } from './extract-policy.ts';
import { lineOf } from './locate.ts';
import type { RefusePolicy } from './refuse-policy.ts';

export type ParsedPolicy = {
  policy: ExtractPolicy;
  text: string;
  /** Of the file's bytes, hex: what a steward signs. */
  sha256: string;
  refuse: RefusePolicy;
};

/** Throws ExtractError `bad-policy` with the first fault found, told with file and line. */
export function parsePolicy(bytes: Uint8Array, file: string): ParsedPolicy {
  const text = decode(bytes, file);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true, prettyErrors: false });
  const [broken] = document.errors;
  if (broken) {
    const { line } = lines.linePos(broken.pos[0]);
    throw new ExtractError('bad-policy', `${file}, line ${line}: expected YAML, got ${broken.message}`, {
      cause: broken,
    });
  }
  const refuse: RefusePolicy = (path, sentence) => {
    const place = path.length === 0 ? '' : `, ${path.map(String).join('.')}`;
    return new ExtractError('bad-policy', `${file}, line ${lineOf(document, lines, path)}${place}: ${sentence}`);
  };
  const input: unknown = document.toJS();
  const parsed = ExtractPolicy.safeParse(input);
  if (!parsed.success) {
    // A misspelt key is both an unknown one and a missing one: the unknown one shows what to mend.
    const { issues } = parsed.error;
    const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
    if (!issue) throw parsed.error;
    const { path, sentence } = describeIssue(issue, ExtractPolicy, input);
    throw refuse(path, sentence);
  }
  assertCoherent(parsed.data, refuse);
  assertSubset(parsed.data, refuse);
  assertOwnWords(parsed.data, refuse);
  assertAnswers(parsed.data, refuse);
  return { policy: parsed.data, text, sha256: createHash('sha256').update(bytes).digest('hex'), refuse };
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    // A byte order mark stays: the text is sealed as it was signed.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new ExtractError('bad-policy', `${file}: expected UTF-8, got bytes that are not; save the policy as UTF-8`, {
      cause,
    });
  }
}
