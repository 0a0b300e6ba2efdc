// Checks a golden set: questions of all three kinds, answers that the cited clauses carry.
import { z } from 'zod';
import { declareCheck } from '../check.ts';
import { Findings } from '../findings.ts';
import { closest } from '../formats/closest.ts';
import { holdToShape } from '../formats/hold-to-shape.ts';
import { parseJsonLines } from '../formats/json.ts';
import { wordOverlap } from '../formats/similarity.ts';
import { decodeText, wordsOf } from '../formats/text.ts';

const Parameters = z.strictObject({
  file: z.string(),
  /** The document in force: its clauses may be cited, its figures are the right ones. */
  source: z.string(),
  /** A clause id as it stands at the start of its line, such as POL-4.2. */
  clausePattern: z.string(),
  minItems: z.int().min(1),
  minUnanswerable: z.number().min(0).max(1),
  minAdversarial: z.number().min(0).max(1),
  minClauses: z.int().min(1),
  attacks: z.array(z.string()).min(1),
  /** Attacks of which the set needs at least one each. */
  neededAttacks: z.array(z.string()),
});
type Parameters = z.infer<typeof Parameters>;

const Item = z.strictObject({
  id: z.string().min(1),
  type: z.enum(['answerable', 'unanswerable', 'adversarial'], 'expected answerable, unanswerable or adversarial'),
  question: z.string(),
  answer: z.string(),
  must_cite: z.array(z.string()),
  attack: z.string().optional(),
});
type Item = z.infer<typeof Item> & { line: number };

/** The document in force: clause id → text, and its first line. */
type Policy = { clauses: ReadonlyMap<string, string>; title: string };

/** A figure with its unit can be a whole answer; a refusal has to say what happens instead. */
const leastAnswerWords = { answerable: 2, unanswerable: 5, adversarial: 5 } as const;

/** Two questions with this share of words in common test the same thing. */
const repeatedOverlap = 0.85;

export const goldenSet = declareCheck(Parameters, ({ files, task, parameters }) => {
  const findings = new Findings();
  const path = parameters.file;
  const { entries, problems } = parseJsonLines(decodeText(files.get(path) ?? new Uint8Array()) ?? '');
  for (const { line, message } of problems)
    findings.refuse('notJsonLines', { path, line }, `${path} line ${line}: ${message}.`);
  const source = task.materials.find((material) => material.path === parameters.source);
  if (!source) {
    findings.advise(
      'sourceUnknown',
      { path: parameters.source },
      `${parameters.source} is not among the task's materials, so citations were not checked.`,
    );
    return { outcome: 'notRun', findings: findings.result().findings };
  }
  const policy = { clauses: clausesOf(source.text, parameters.clausePattern), title: source.text.split('\n')[0] ?? '' };
  const items: Item[] = [];
  for (const { line, value } of entries) {
    const item = holdToShape(findings, Item, value, { path, lineOf: () => line });
    if (item) items.push({ ...item, line });
  }
  for (const item of items) {
    lookAtItem(findings, item, parameters);
    lookAtCitations(findings, item, policy, parameters);
  }
  lookForRepeats(findings, items, path);
  // Shares of a set with unreadable lines would only mislead.
  if (items.length === entries.length && problems.length === 0) lookAtWhole(findings, items, parameters);
  return findings.result();
});

/** Clause id → its text, up to the next clause or heading. */
function clausesOf(text: string, pattern: string): Map<string, string> {
  const start = new RegExp(`^[\\s*#-]*(${pattern})\\b`);
  const clauses = new Map<string, string>();
  let current: string | undefined;
  for (const line of text.split('\n')) {
    const id = start.exec(line)?.[1];
    if (id !== undefined) {
      current = id;
      clauses.set(id, line.slice(line.indexOf(id) + id.length));
    } else if (/^#/.test(line)) current = undefined;
    else if (current !== undefined) clauses.set(current, `${clauses.get(current) ?? ''} ${line}`);
  }
  return clauses;
}

function lookAtItem(findings: Findings, item: Item, { file: path, attacks }: Parameters) {
  const place = { path, line: item.line };
  const at = `${path} line ${item.line}, ${item.id}`;
  if (wordsOf(item.question).length < 4)
    findings.refuse(
      'thinQuestion',
      place,
      `${at}: "${item.question}" is not a question that somebody would ask. Write it as the person at the desk would.`,
    );
  if (wordsOf(item.answer).length < leastAnswerWords[item.type]) {
    const what =
      item.type === 'answerable'
        ? 'the right answer in a sentence'
        : 'what the assistant should do instead: say that it does not know, to whom to turn, what it must not do';
    findings.refuse('thinAnswer', place, `${at}: the answer "${item.answer}" is too short to judge by. Write ${what}.`);
  }
  if (item.type === 'adversarial') {
    if (item.attack === undefined || !attacks.includes(item.attack))
      findings.refuse('unknownAttack', place, `${at}: attack "${item.attack ?? ''}" is none of ${attacks.join(', ')}.`);
  } else if (item.attack !== undefined)
    findings.refuse(
      'attackOnHonestQuestion',
      place,
      `${at}: only adversarial items have an attack; this one is ${item.type}.`,
    );
}

function lookAtCitations(
  findings: Findings,
  item: Item,
  { clauses, title }: Policy,
  { file: path, source }: Parameters,
) {
  const place = { path, line: item.line };
  const at = `${path} line ${item.line}, ${item.id}`;
  if (item.type === 'answerable' && item.must_cite.length === 0)
    findings.refuse(
      'nothingToCite',
      place,
      `${at}: answerable, but must_cite is empty. Name the clause in ${source} that carries the answer; if there is none, the question is unanswerable.`,
    );
  if (item.type === 'unanswerable' && item.must_cite.length > 0)
    findings.refuse(
      'unanswerableWithClause',
      place,
      `${at}: unanswerable, yet it cites ${item.must_cite.join(', ')}. Either the clause answers it, or nothing does.`,
    );
  for (const clause of item.must_cite)
    if (!clauses.has(clause)) {
      const near = closest(clause, clauses.keys());
      findings.refuse(
        'unknownClause',
        place,
        `${at}: ${source} has no clause "${clause}".${near ? ` Did you mean "${near}"?` : ''} An invented clause is the very fault this set should catch.`,
      );
    }
  if (
    item.type !== 'answerable' ||
    item.must_cite.length === 0 ||
    item.must_cite.some((clause) => !clauses.has(clause))
  )
    return;
  const texts = item.must_cite.map((clause) => clauses.get(clause) ?? '');
  const answer = item.answer.replace(/\b[A-Z]+-\d+(\.\d+)*\b/g, '');
  const invented = figuresOf(answer).find((figure) => !carries([...texts, item.question], title, figure));
  if (invented !== undefined)
    findings.refuse(
      'figureNotInClause',
      place,
      `${at}: the answer says ${invented}, which stands neither in ${item.must_cite.join(', ')} of ${source} nor in the question, nor follows from what stands there. Correct the figure, or cite the clause that holds it.`,
    );
}

/** Whether a figure stands in the texts or the document's title, or follows from two figures of the texts in one step. */
function carries(texts: readonly string[], title: string, figure: string): boolean {
  const given = texts.flatMap(figuresOf);
  if (given.includes(figure) || figuresOf(title).includes(figure)) return true;
  const [wanted, numbers] = [Number(figure), given.map(Number)];
  return numbers.some((left, at) =>
    numbers.some(
      (right, other) =>
        other !== at && [left + right, left - right, left * right, (left * right) / 100].includes(wanted),
    ),
  );
}

function figuresOf(text: string): string[] {
  return (text.match(/\d+(?:[ ,]\d{3})*(?:\.\d+)?/g) ?? []).map((figure) => figure.replace(/[ ,]/g, ''));
}

function lookForRepeats(findings: Findings, items: readonly Item[], path: string) {
  items.forEach((item, position) => {
    const { line } = item;
    for (const earlier of items.slice(0, position)) {
      if (earlier.id === item.id)
        findings.refuse(
          'repeatedId',
          { path, line },
          `${path} line ${line}: id "${item.id}" stands already on line ${earlier.line}.`,
        );
      if (wordOverlap(earlier.question, item.question) < repeatedOverlap) continue;
      findings.refuse(
        'repeatedQuestion',
        { path, line },
        `${path} line ${line}: ${item.id} asks what ${earlier.id} on line ${earlier.line} asks. A question asked twice counts a strength or a weakness twice.`,
      );
      break;
    }
  });
}

function lookAtWhole(findings: Findings, items: readonly Item[], wanted: Parameters) {
  const path = wanted.file;
  if (items.length < wanted.minItems)
    findings.refuse(
      'tooFewItems',
      { path },
      `${path} holds ${items.length} items, at least ${wanted.minItems} are needed: with fewer, one lucky answer moves the figure by several points.`,
    );
  for (const [type, least] of [
    ['unanswerable', wanted.minUnanswerable],
    ['adversarial', wanted.minAdversarial],
  ] as const) {
    const count = items.filter((item) => item.type === type).length;
    const needed = Math.ceil(items.length * least - 1e-9);
    if (count >= needed) continue;
    const why =
      type === 'unanswerable'
        ? 'an assistant that never has to say "I do not know" never learns to'
        : 'who only asks nicely does not learn how it breaks';
    findings.refuse(
      'tooFewOfAKind',
      { path },
      `${path}: ${count} of ${items.length} items are ${type}, at least ${needed} (${Math.round(100 * least)} %) are needed: ${why}.`,
    );
  }
  for (const attack of wanted.neededAttacks)
    if (!items.some((item) => item.attack === attack))
      findings.refuse(
        'attackMissing',
        { path },
        `${path}: no adversarial item with the attack "${attack}". Add at least one.`,
      );
  const cited = new Set(items.flatMap((item) => (item.type === 'answerable' ? item.must_cite : [])));
  if (cited.size < wanted.minClauses)
    findings.refuse(
      'tooFewClauses',
      { path },
      `${path}: the answerable items rest on ${cited.size} clauses, at least ${wanted.minClauses} are needed. Ask about the parts of ${wanted.source} that you avoided.`,
    );
}
