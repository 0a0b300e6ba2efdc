// Holds the files of a submission against what the task asks for, whatever the task.
import type { Finding } from '../check.ts';
import { Findings } from '../findings.ts';
import { parseMarkdown } from '../formats/markdown.ts';
import { decodeText, wordsOf } from '../formats/text.ts';
import type { DeliverableFile, Task } from '../use-case.ts';
import { untouchedTemplate } from './untouched-template.ts';

/** Templates mark what is to be replaced like `<<this>>`. */
const placeholder = /<<[^<>\n]+>>/;
const unfinished = /\b(?:TODO|TBD|FIXME|lorem ipsum)\b/i;

export function deliverableFiles(task: Task, files: ReadonlyMap<string, Uint8Array>): Finding[] {
  const findings = new Findings();
  const declared = task.deliverable.files;
  for (const file of declared) {
    const bytes = files.get(file.path);
    if (bytes !== undefined) lookInto(findings, file, bytes);
    else if (file.required) {
      const nearby = [...files.keys()].map((path) => JSON.stringify(path)).join(', ') || 'no file at all';
      const message = `${file.path} is missing: task ${task.key} needs it. Found ${nearby}. Add it under exactly this name.`;
      findings.refuse('missingFile', { path: file.path }, message);
    }
  }
  for (const path of files.keys())
    if (!declared.some((file) => file.path === path)) {
      const wanted = declared.map((file) => file.path).join(', ');
      findings.advise(
        'unexpectedFile',
        { path },
        `${path} is not part of this deliverable (${wanted}); nobody will review it.`,
      );
    }
  return findings.result().findings;
}

function lookInto(findings: Findings, file: DeliverableFile, bytes: Uint8Array): void {
  const { path } = file;
  if (bytes.byteLength > file.maxBytes) {
    const message = `${path} has ${bytes.byteLength} bytes, at most ${file.maxBytes} are taken. Hand in the conclusions, not the data.`;
    findings.refuse('fileTooLarge', { path }, message);
    return;
  }
  const text = decodeText(bytes);
  if (text === undefined) {
    findings.refuse('notText', { path }, `${path} is not UTF-8 text. Save it again with the encoding UTF-8.`);
    return;
  }
  const untouched = file.template === undefined ? undefined : untouchedTemplate({ path, bytes }, file.template);
  if (untouched) {
    findings.add([untouched]);
    return;
  }
  text.split('\n').forEach((content, index) => {
    const line = index + 1;
    const left = placeholder.exec(content)?.[0] ?? unfinished.exec(content)?.[0];
    if (left === undefined) return;
    findings.refuse(
      'placeholder',
      { path, line },
      `${path} line ${line} still says "${left}". Put your own words there.`,
    );
  });
  if (file.words) limitWords(findings, path, text, file);
}

function limitWords(findings: Findings, path: string, text: string, file: DeliverableFile): void {
  const read =
    file.mediaType === 'text/markdown'
      ? parseMarkdown(text)
          .map((section) => section.prose)
          .join('\n')
      : text;
  const words = wordsOf(read).length;
  const { min, max } = file.words ?? { min: 0, max: Number.POSITIVE_INFINITY };
  if (words > max) {
    const message = `${path} has ${words} words of prose (tables and headings are free), at most ${max} are taken. Cut ${words - max}: keep what changes the decision.`;
    findings.refuse('tooManyWords', { path }, message);
  } else if (words < min)
    findings.refuse(
      'tooFewWords',
      { path },
      `${path} has ${words} words of prose, at least ${min} are needed for a reader to follow.`,
    );
}
