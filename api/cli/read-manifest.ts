// Reads a cohort manifest, and puts into it what lies beside it: a roster as CSV, the digests of extracts.
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { isMap, isScalar, LineCounter, type Pair, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import { lineOf } from '../../datasets/policy/locate.ts';
import { parseCsv } from '../people/parse-csv.ts';
import { Problem } from '../problems.ts';
import { sha256Hex } from '../store/json.ts';
import { CliError } from './cli-error.ts';
import type { NamedDocument } from './named-document.ts';
import { readText } from './read-text.ts';
import { stepsOf } from './steps-of.ts';

type Roster = { path: string; text: string; lines: number[] };
type Replacement = { from: number; to: number; by: string };

/**
 * The manifest's text with `rosterCsv` inlined and each extract folder replaced by its digest, line for line as in the file, so
 * that lines which the API names are lines of the file. Whether it is a manifest is for the API to judge.
 */
export async function readManifest(path: string): Promise<NamedDocument<string>> {
  const text = await readText(path);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const root = document.errors.length === 0 && isMap(document.contents) ? document.contents : undefined;
  const folder = dirname(path);
  const csv = root && (await readRoster(root, folder));
  const replacements = root ? await digestsOf(root, folder, (pair) => placeOf(pair, path, lines)) : [];
  if (csv) replacements.push(csv.replacement);
  return {
    content: replace(text, replacements),
    placeOf(finding) {
      const steps = stepsOf(finding.path ?? '');
      const line = csv && steps[0] === 'roster' ? csv.roster.lines[Number(steps[1])] : undefined;
      if (csv && line !== undefined) return { file: csv.roster.path, line };
      return { file: path, line: finding.line ?? lineOf(document, lines, steps) };
    },
  };
}

async function readRoster(
  root: YAMLMap,
  folder: string,
): Promise<{ roster: Roster; replacement: Replacement } | undefined> {
  const pair = pairOf(root, 'rosterCsv');
  const [key, value] = [pair?.key, pair?.value];
  if (!isScalar(key) || !isScalar(value) || typeof value.value !== 'string') return undefined;
  if (root.has('roster'))
    throw new CliError('refused', 'Give the roster either as roster or as rosterCsv, not as both.');
  const roster = await rosterOf(resolve(folder, value.value));
  const [from, to] = [key.range?.[0], value.range?.[1]];
  if (from === undefined || to === undefined) throw new Error('a node that was parsed has no range');
  return { roster, replacement: { from, to, by: `roster: ${roster.text}` } };
}

/** Each record as JSON, which is YAML on one line. */
async function rosterOf(path: string): Promise<Roster> {
  const [header, ...records] = csvOf(await readText(path), path);
  if (!header) throw new CliError('refused', `${path}: expected a header such as email,track, got an empty file`);
  const names = header.fields.map((name) => name.trim());
  const findings = records
    .filter(({ fields }) => fields.length !== names.length)
    .map(({ line, fields }) => {
      const message = `expected ${names.length} fields as in the header, got ${fields.length}`;
      return { code: 'fieldCount', message, path, line };
    });
  if (findings.length > 0) throw new CliError('refused', `The roster ${path} cannot be read.`, { findings });
  const rows = records.map(({ fields }) =>
    Object.fromEntries(names.map((name, at) => [name, fields[at]?.trim() ?? '']).filter(([, value]) => value !== '')),
  );
  return { path, text: JSON.stringify(rows), lines: records.map(({ line }) => line) };
}

function csvOf(text: string, path: string) {
  try {
    return parseCsv(text);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const findings = error.findings.map((finding) => ({ ...finding, path }));
    throw new CliError('refused', `The roster ${path} cannot be read.`, { findings, cause: error });
  }
}

async function digestsOf(root: YAMLMap, folder: string, place: (pair: Pair) => string): Promise<Replacement[]> {
  const perTrack = root.get('extracts');
  const pairs = [pairOf(root, 'extract'), ...(isMap(perTrack) ? perTrack.items : [])];
  const replacements: Replacement[] = [];
  for (const pair of pairs) {
    const value = pair?.value;
    if (!pair || !isFolder(value)) continue;
    const digest = await digestOf(resolve(folder, value.value), place(pair));
    const [from, to] = value.range ?? [];
    if (from !== undefined && to !== undefined) replacements.push({ from, to, by: digest });
  }
  return replacements;
}

const isFolder = (value: unknown): value is Scalar<string> =>
  isScalar(value) && typeof value.value === 'string' && !value.value.startsWith('sha256:');

async function digestOf(extract: string, place: string): Promise<string> {
  const manifest = await readFile(join(extract, 'manifest.json')).catch((cause: NodeJS.ErrnoException) => {
    const expected = 'expected sha256:… or the folder of a published extract';
    throw new CliError('refused', `${place}: ${expected}, got ${extract} (manifest.json: ${cause.code})`, { cause });
  });
  return `sha256:${sha256Hex(manifest)}`;
}

function placeOf(pair: Pair, path: string, lines: LineCounter): string {
  const offset = isScalar(pair.key) ? pair.key.range?.[0] : undefined;
  return `${path}:${lines.linePos(offset ?? 0).line}`;
}

function pairOf(map: YAMLMap, name: string): Pair | undefined {
  return map.items.find(({ key }) => isScalar(key) && key.value === name);
}

/** Keeps the number of lines, whatever is replaced. */
function replace(text: string, replacements: readonly Replacement[]): string {
  return [...replacements]
    .sort((a, b) => b.from - a.from)
    .reduce((rest, { from, to, by }) => {
      const breaks = rest.slice(from, to).replace(/[^\n]/g, '');
      return `${rest.slice(0, from)}${by}${breaks}${rest.slice(to)}`;
    }, text);
}
