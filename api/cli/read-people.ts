// Reads a file of people: CSV as it is, YAML or JSON as a list.
import { extname } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { lineOf } from '../../datasets/policy/locate.ts';
import { CliError } from './cli-error.ts';
import type { NamedDocument } from './named-document.ts';
import { readText } from './read-text.ts';
import { stepsOf } from './steps-of.ts';

type People = { csv: string } | { people: unknown[] };

/** Who is in it is for the API to judge. Throws a refusal for a file that is none of the three. */
export async function readPeople(path: string): Promise<NamedDocument<People>> {
  const text = await readText(path);
  if (!/^\.(ya?ml|json)$/i.test(extname(path))) {
    return { content: { csv: text }, placeOf: ({ line }) => ({ file: path, line }) };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken) {
    const { line } = lines.linePos(broken.pos[0]);
    throw new CliError('refused', `${path} cannot be read as YAML.`, {
      findings: [{ code: 'brokenYaml', message: broken.message, path, line }],
      cause: broken,
    });
  }
  const read: unknown = document.toJS();
  const wrapped = !Array.isArray(read);
  const people = wrapped && typeof read === 'object' && read !== null && 'people' in read ? read.people : read;
  if (!Array.isArray(people)) {
    throw new CliError('refused', `${path}: expected a list of people, or a mapping with people: as such a list.`);
  }
  return {
    content: { people },
    placeOf(finding) {
      const steps = stepsOf(finding.path ?? '');
      return { file: path, line: finding.line ?? lineOf(document, lines, wrapped ? steps : steps.slice(1)) };
    },
  };
}
