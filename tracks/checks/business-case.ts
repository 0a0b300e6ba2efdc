// Checks a business case: recomputes its result, looks for benefits counted twice, ranges, sources, conditions to stop.
import { z } from 'zod';
import { declareCheck } from '../check.ts';
import { Findings } from '../findings.ts';
import { holdToShape } from '../formats/hold-to-shape.ts';
import { parseJson } from '../formats/json.ts';
import { linesAt } from '../formats/source-line.ts';
import { decodeText, plain, wordsOf } from '../formats/text.ts';
import { paybackYears, presentValue } from './investment.ts';

const Parameters = z.strictObject({
  file: z.string(),
  /** Years after the start that the case covers; flows have one figure more, for the start itself. */
  years: z.int().min(1),
  /** Share by which a stated result may differ from the recomputed one. */
  tolerance: z.number().min(0).max(0.05),
  minAssumptions: z.int().min(1),
  /** The option that has to be weighed against all others. */
  doNothing: z.string(),
});
type Parameters = z.infer<typeof Parameters>;

const Sentence = z.string().refine((text) => wordsOf(text).length >= 5, 'expected a sentence of at least five words');
const Flow = z.array(z.number('expected a plain number, without quotes or separators')).min(1);
const Case = z.strictObject({
  decision: Sentence,
  options: z
    .array(z.strictObject({ key: z.string(), title: z.string(), consequence: Sentence }))
    .min(3, 'expected at least three options'),
  recommendation: z.strictObject({ option: z.string(), because: Sentence }),
  currency: z.string().regex(/^[A-Z]{3}$/, 'expected three capital letters, for example EUR'),
  discountRate: z.number().gt(0, 'expected a rate above 0').lt(0.5, 'expected a fraction: nine per cent is 0.09'),
  assumptions: z.array(
    z.strictObject({
      key: z.string().min(1),
      unit: z.string().min(1),
      low: z.number(),
      base: z.number(),
      high: z.number(),
      source: z.string(),
    }),
  ),
  benefits: z
    .array(
      z.strictObject({
        driver: z.string().min(3),
        assumptions: z.array(z.string()).min(1, 'expected the assumptions it rests on'),
        byYear: Flow,
      }),
    )
    .min(1, 'expected at least one benefit'),
  costs: z
    .array(z.strictObject({ driver: z.string().min(3), assumptions: z.array(z.string()), byYear: Flow }))
    .min(1, 'expected at least one cost: nothing is free'),
  result: z.strictObject({
    npv: z.number(),
    npvLow: z.number(),
    npvHigh: z.number(),
    paybackYears: z.number().nullable(),
  }),
  stopConditions: z
    .array(
      z.strictObject({
        metric: z.string().min(3),
        comparison: z.enum(['above', 'below']),
        value: z.number(),
        unit: z.string().min(1),
        action: Sentence,
        owner: z.string().min(3),
      }),
    )
    .min(2, 'expected at least two conditions to stop'),
});
type Case = z.infer<typeof Case>;
type LineOf = (place: readonly PropertyKey[]) => number;

/** Says how much was consumed, not what came of it. */
const activity = /\b(complet|hours|attendance|usage|logins?|clicks?|enrol)/i;
const noSource = /^(assum|estimat|guess|expert judge?ment|experience|internal|tbc|tbd|n\/?a|unknown|vendor)\w*\.?$/i;

export const businessCase = declareCheck(Parameters, ({ files, task, parameters }) => {
  const findings = new Findings();
  const path = parameters.file;
  const json = parseJson(decodeText(files.get(path) ?? new Uint8Array()) ?? '');
  if (json.problem) {
    const { line, message } = json.problem;
    findings.refuse('notJson', { path, line }, `${path} line ${line} ${message}.`);
    return findings.result();
  }
  const found = holdToShape(findings, Case, json.value, { path, lineOf: json.lineOf });
  if (!found) return findings.result();
  const documents = new Map(task.materials.map((material) => [material.path, material.text]));
  lookAtOptions(findings, found, json.lineOf, parameters);
  lookAtAssumptions(findings, found, json.lineOf, parameters, documents);
  lookForDoubleCounting(findings, found, json.lineOf, path);
  lookAtStopConditions(findings, found, json.lineOf, path);
  if (lookAtFlows(findings, found, json.lineOf, parameters)) lookAtResult(findings, found, json.lineOf, parameters);
  return findings.result();
});

function lookAtOptions(
  findings: Findings,
  { options, recommendation }: Case,
  lineOf: LineOf,
  { file: path, doNothing }: Parameters,
) {
  const keys = options.map((option) => option.key);
  if (!keys.includes(doNothing)) {
    const line = lineOf(['options']);
    findings.refuse(
      'noDoNothing',
      { path, line },
      `${path} line ${line}: no option "${doNothing}". Every case is measured against carrying on as today; say what that costs.`,
    );
  }
  if (keys.includes(recommendation.option)) return;
  const line = lineOf(['recommendation', 'option']);
  findings.refuse(
    'unknownOption',
    { path, line },
    `${path} line ${line}: "${recommendation.option}" is recommended, but is none of the options ${keys.join(', ')}.`,
  );
}

function lookAtAssumptions(
  findings: Findings,
  found: Case,
  lineOf: LineOf,
  { file: path, minAssumptions }: Parameters,
  documents: ReadonlyMap<string, string>,
) {
  const { assumptions } = found;
  if (assumptions.length < minAssumptions) {
    const line = lineOf(['assumptions']);
    findings.refuse(
      'tooFewAssumptions',
      { path, line },
      `${path} line ${line}: ${assumptions.length} assumptions, at least ${minAssumptions} are needed. What stays unsaid cannot be challenged.`,
    );
  }
  const used = new Set([...found.benefits, ...found.costs].flatMap((flow) => flow.assumptions));
  assumptions.forEach(({ key, low, base, high, source }, position) => {
    const line = lineOf(['assumptions', position]);
    const place = { path, line };
    const at = `${path} line ${line}, assumption "${key}"`;
    if (assumptions.findIndex((each) => each.key === key) < position)
      findings.refuse('repeatedAssumption', place, `${at}: the key is taken by an earlier assumption.`);
    if (!(low <= base && base <= high))
      findings.refuse(
        'rangeOutOfOrder',
        place,
        `${at}: low ${low}, base ${base}, high ${high} are not in rising order. "low" is the smaller number, not the worse one.`,
      );
    else if (low === high)
      findings.refuse(
        'noRange',
        place,
        `${at}: low, base and high are all ${base}. A figure that is known goes into the flows; an assumption has a range.`,
      );
    const problem = sourceProblem(source, documents);
    if (problem)
      findings.refuse(
        'noSource',
        place,
        `${at}: ${problem}. Name the document and line, the table, or the person's role and the day.`,
      );
    if (!used.has(key))
      findings.advise(
        'unusedAssumption',
        place,
        `${at}: no benefit or cost rests on it. Remove it, or name it where it is used.`,
      );
  });
}

function sourceProblem(source: string, documents: ReadonlyMap<string, string>): string | undefined {
  if (source.trim().length < 6 || noSource.test(source.trim())) return `"${source}" is no source`;
  const reference = /[\w.-]+\.(?:md|csv|json):\d+(?:-\d+)?/.exec(source)?.[0];
  const lines = reference === undefined ? undefined : linesAt(reference, documents);
  return lines && 'problem' in lines ? lines.problem : undefined;
}

function lookForDoubleCounting(findings: Findings, { benefits, assumptions }: Case, lineOf: LineOf, path: string) {
  const known = new Set(assumptions.map((assumption) => assumption.key));
  const basis = (keys: readonly string[]) => [...new Set(keys)].sort().join(' + ');
  benefits.forEach((benefit, position) => {
    const line = lineOf(['benefits', position]);
    const place = { path, line };
    const at = `${path} line ${line}, benefit "${benefit.driver}"`;
    for (const key of benefit.assumptions)
      if (!known.has(key))
        findings.refuse('unknownAssumption', place, `${at}: it rests on "${key}", which is not among the assumptions.`);
    for (const earlier of benefits.slice(0, position)) {
      const where = `"${earlier.driver}" on line ${lineOf(['benefits', benefits.indexOf(earlier)])}`;
      if (plain(earlier.driver) === plain(benefit.driver))
        findings.refuse('benefitCountedTwice', place, `${at}: the same driver as ${where}. Merge the two.`);
      else if (basis(earlier.assumptions) === basis(benefit.assumptions))
        findings.refuse(
          'benefitCountedTwice',
          place,
          `${at}: it rests on exactly what ${where} rests on (${basis(benefit.assumptions)}). The same money under two names: keep one, or show what is different.`,
        );
      else if (earlier.byYear.some((each) => each !== 0) && earlier.byYear.join() === benefit.byYear.join())
        findings.refuse(
          'benefitCountedTwice',
          place,
          `${at}: year by year the same figures as ${where}. Keep one, or show where each comes from.`,
        );
    }
  });
}

/** Whether every flow has the right number of years: without it nothing can be recomputed. */
function lookAtFlows(findings: Findings, found: Case, lineOf: LineOf, { file: path, years }: Parameters): boolean {
  let whole = true;
  for (const side of ['benefits', 'costs'] as const)
    found[side].forEach(({ driver, byYear }, position) => {
      const line = lineOf([side, position, 'byYear']);
      const at = `${path} line ${line}, "${driver}"`;
      if (byYear.length !== years + 1) {
        whole = false;
        findings.refuse(
          'wrongYears',
          { path, line },
          `${at}: ${byYear.length} figures, expected ${years + 1}: the start (year 0) and years 1 to ${years}.`,
        );
      }
      if (byYear.some((figure) => figure < 0))
        findings.refuse(
          'negativeFlow',
          { path, line },
          `${at}: a negative figure. Costs and benefits are both written as positive amounts.`,
        );
      if (side === 'benefits' && (byYear[0] ?? 0) > 0)
        findings.advise('earlyBenefit', { path, line }, `${at}: a benefit in year 0, before anything runs.`);
    });
  return whole;
}

function lookAtResult(findings: Findings, found: Case, lineOf: LineOf, { file: path, tolerance }: Parameters) {
  const { result, discountRate, currency } = found;
  const net = netFlows(found);
  const npv = presentValue(net, discountRate);
  const off = (stated: number, right: number) => Math.abs(stated - right) > Math.max(Math.abs(right) * tolerance, 1e-9);
  if (off(result.npv, npv)) {
    const line = lineOf(['result', 'npv']);
    findings.refuse(
      'npvDoesNotMatch',
      { path, line },
      `${path} line ${line}: npv is ${result.npv}, but the flows at ${(100 * discountRate).toFixed(1)} % give ${npv.toFixed(0)} ${currency} (net by year: ${net.join(', ')}; year 0 is not discounted).`,
    );
  }
  const payback = paybackYears(net);
  const line = lineOf(['result', 'paybackYears']);
  if (payback === undefined) {
    if (result.paybackYears !== null)
      findings.refuse(
        'paybackDoesNotMatch',
        { path, line },
        `${path} line ${line}: paybackYears is ${result.paybackYears}, but the flows never pay back within the years shown. Write null.`,
      );
  } else if (result.paybackYears === null || off(result.paybackYears, payback)) {
    findings.refuse(
      'paybackDoesNotMatch',
      { path, line },
      `${path} line ${line}: paybackYears is ${result.paybackYears}, but the running sum of the net flows (${net.join(', ')}) reaches zero after ${payback.toFixed(2)} years. Do not discount; share out the year in which it turns.`,
    );
  }
  if (result.npvLow < result.npv && result.npv < result.npvHigh) return;
  const at = lineOf(['result', 'npvLow']);
  findings.refuse(
    'resultWithoutRange',
    { path, line: at },
    `${path} line ${at}: npvLow ${result.npvLow}, npv ${result.npv}, npvHigh ${result.npvHigh} are not in rising order. Recompute with the worse end of each range, then with the better one.`,
  );
}

function netFlows({ benefits, costs }: Case): number[] {
  const sum = (flows: readonly { byYear: readonly number[] }[], year: number) =>
    flows.reduce((all, { byYear }) => all + (byYear[year] ?? 0), 0);
  const years = benefits[0]?.byYear.length ?? 0;
  return Array.from({ length: years }, (_, year) => sum(benefits, year) - sum(costs, year));
}

function lookAtStopConditions(findings: Findings, { stopConditions }: Case, lineOf: LineOf, path: string) {
  stopConditions.forEach(({ metric, owner }, position) => {
    const line = lineOf(['stopConditions', position]);
    const at = `${path} line ${line}`;
    if (activity.test(metric))
      findings.refuse(
        'activityMetric',
        { path, line },
        `${at}: "${metric}" counts activity. Stop on what customers or the book would feel: losses, wrong decisions, complaints upheld.`,
      );
    if (/^(the )?(team|everyone|all|board members|management)$/i.test(owner.trim()))
      findings.refuse(
        'noOwner',
        { path, line },
        `${at}: "${owner}" cannot be rung up when the figure is reached. Name one role.`,
      );
  });
}
