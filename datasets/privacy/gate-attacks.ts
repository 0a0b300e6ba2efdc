// Attacks the finished extract as a stranger would, and holds what they achieve against the policy's bounds.
import type { Engine } from '../engines/engine.ts';
import { KeyedDraws } from '../keys/keyed-draws.ts';
import { splitColumnPath } from '../policy/assert-coherent.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { SourceColumns } from '../policy/source-columns.ts';
import type { CompiledTable } from '../transforms/compiled-table.ts';
import type { AttackFigures, AttackTable } from './attacks/attack-table.ts';
import { inference } from './attacks/inference.ts';
import { linkability } from './attacks/linkability.ts';
import { readAttackTable } from './attacks/read-attack-table.ts';
import { singlingOut } from './attacks/singling-out.ts';
import { type AttackRisk, attackRisk, type SuccessRate, successRate } from './attacks/success-rate.ts';
import { type GateAnswer, notApplicable } from './gate-answer.ts';
import { boundsOf } from './gate-bounds.ts';
import { roundTo12 } from './models/round.ts';

/** Of each kind; Anonymeter's default. */
const attacksOfAKind = 500;
/** Nearest records are looked for among so many of the extract at most. */
const mostNeighbours = 50_000;

export type AttackKind = 'singlingOut' | 'linkability' | 'inference';

/** One attack with its rates; every number is rounded, and the same in every run. */
export type AttackReport = AttackFigures & {
  kind: AttackKind;
  main: SuccessRate;
  controlRate: SuccessRate | null;
  baseline: SuccessRate;
  risk: AttackRisk;
  /** Whether the attack beats guessing; Anonymeter trusts no figure of one that does not. */
  beatsGuessing: boolean;
};

export class Attacks {
  readonly #policy: ExtractPolicy;
  readonly #table: AttackTable;
  readonly #key: Buffer;

  private constructor(policy: ExtractPolicy, table: AttackTable, key: Buffer) {
    this.#policy = policy;
    this.#table = table;
    this.#key = key;
  }

  static async open(
    engine: Engine,
    policy: ExtractPolicy,
    needed: SourceColumns,
    tables: readonly CompiledTable[],
    key: Buffer,
  ): Promise<Attacks> {
    const isAsked = policy.privacy.quasiIdentifiers !== 'none';
    const table = isAsked
      ? await readAttackTable(engine, policy, needed, tables)
      : { columns: [], released: 0, outside: 0 };
    return new Attacks(policy, table, key);
  }

  /** Each attack has draws of its own, so that one more secret changes no other figure. */
  run(kind: AttackKind): AttackReport[] | GateAnswer {
    const { privacy, subject } = this.#policy;
    if (privacy.quasiIdentifiers === 'none') return notApplicable('the policy declares no quasi-identifiers');
    if (this.#table.columns.length === 0)
      return notApplicable(`no attribute of ${subject.table} leaves as it is or coarser`);
    if (this.#table.released < 2) return notApplicable('the extract holds fewer than two subjects');
    return attacks[kind](this.#policy, this.#table, (about) => new KeyedDraws(this.#key, `attack ${kind} ${about}`));
  }
}

type Draws = (about: string) => KeyedDraws;

const attacks: Record<
  AttackKind,
  (policy: ExtractPolicy, table: AttackTable, draws: Draws) => AttackReport[] | GateAnswer
> = {
  singlingOut: (_policy, table, draws) => [reported('singlingOut', singlingOut(table, attacksOfAKind, draws('all')))],
  linkability: (policy, table, draws) => {
    const split = registers(quasiOf(policy), table);
    if (!split) return notApplicable('fewer than two attributes: nothing that two registers could know apart');
    return [reported('linkability', linkability(firstOf(table), split, attacksOfAKind, draws('all')))];
  },
  inference: (policy, table, draws) => {
    const { sensitive } = policy.privacy;
    if (sensitive === 'none') return notApplicable('the policy declares no sensitive attributes');
    const known = quasiOf(policy);
    const names = new Set(table.columns.map(({ name }) => name));
    const secrets = sensitive
      .map(({ column }) => splitColumnPath(column))
      .filter(([of, name]) => of === policy.subject.table && names.has(name))
      .map(([, name]) => name);
    if (secrets.length === 0)
      return notApplicable(
        `no sensitive attribute is one of ${policy.subject.table}: the attack is defined on one value of a subject; l and t cover the others`,
      );
    if (!table.columns.some(({ name }) => known.includes(name)))
      return notApplicable(`no quasi-identifier is an attribute of ${policy.subject.table}`);
    return secrets.map((secret) =>
      reported('inference', inference(firstOf(table), { known, secret }, attacksOfAKind, draws(secret))),
    );
  },
};

/** What an attacker knows of somebody, by the policy's own word; of the subject's table. */
function quasiOf({ privacy, subject }: ExtractPolicy): string[] {
  if (privacy.quasiIdentifiers === 'none') return [];
  return privacy.quasiIdentifiers
    .map(splitColumnPath)
    .filter(([table]) => table === subject.table)
    .map(([, name]) => name);
}

/** One register knows the quasi-identifiers, the other all the rest; where nothing else is known, every second one. */
function registers(
  quasi: readonly string[],
  { columns }: AttackTable,
): { known: string[]; other: string[] } | undefined {
  const names = columns.map(({ name }) => name);
  const known = names.filter((name) => quasi.includes(name));
  const other = names.filter((name) => !quasi.includes(name));
  if (known.length > 0 && other.length > 0) return { known, other };
  if (names.length < 2) return undefined;
  return { known: names.filter((_, at) => at % 2 === 0), other: names.filter((_, at) => at % 2 === 1) };
}

function firstOf({ columns, released, outside }: AttackTable): AttackTable {
  const kept = Math.min(released, mostNeighbours);
  return {
    columns: columns.map((each) => ({ ...each, released: each.released.subarray(0, kept) })),
    released: kept,
    outside,
  };
}

function reported(kind: AttackKind, figures: AttackFigures): AttackReport {
  const main = successRate(figures.attacks, figures.successes);
  const control = figures.control ? successRate(figures.control.attacks, figures.control.successes) : undefined;
  const baseline = successRate(figures.attacks, figures.baselineSuccesses);
  return {
    ...figures,
    kind,
    main: rounded(main),
    controlRate: control ? rounded(control) : null,
    baseline: rounded(baseline),
    risk: attackRisk(main, control),
    beatsGuessing: figures.successes > figures.baselineSuccesses,
  };
}

const rounded = ({ value, error }: SuccessRate): SuccessRate => ({ value: roundTo12(value), error: roundTo12(error) });

/**
 * Closed where an attack's risk is above its bound and the 95 % interval tells it from zero. The estimate itself is held, not the
 * upper end: with a secret that nine in ten share the interval of 500 attacks is ±0.3 wide, and would close on any extract. Nor the
 * lower end, which would excuse what is more likely there than not.
 */
export function checkAttacks(
  kind: AttackKind,
  reports: AttackReport[] | GateAnswer,
  policy: ExtractPolicy,
): GateAnswer {
  if (!Array.isArray(reports)) return reports;
  const bound = boundsOf(policy)[kind];
  const isAbove = ({ risk }: AttackReport) => risk.value > bound && risk.low > 0;
  const [first, ...others] = reports;
  if (!first) return notApplicable('nothing to attack');
  const worse = (a: AttackReport, b: AttackReport) =>
    isAbove(a) === isAbove(b) ? b.risk.value > a.risk.value : isAbove(b);
  const worst = others.reduce((known, each) => (worse(known, each) ? each : known), first);
  return {
    status: reports.some(isAbove) ? 'failed' : 'passed',
    detail: reports.map(tellAttack).join('; '),
    measured: worst.risk.value,
    bound,
  };
}

function tellAttack({ subject, attacks, main, control, controlRate, risk, beatsGuessing }: AttackReport): string {
  const against = control
    ? `${percent(controlRate?.value ?? 0)} against ${control.kind === 'outside' ? 'people outside' : 'the same with their own record hidden'}`
    : 'no control: nobody is outside';
  const trust = beatsGuessing ? '' : ', no better than guessing, so that the figure says little';
  return `${subject}: ${attacks} attacks, ${percent(main.value)} succeed, ${against}; risk ${percent(risk.value)} (${percent(risk.low)} to ${percent(risk.high)})${trust}`;
}

const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;
