// Measures on planted probes what share of personal values the redaction of a column finds.
import type { Engine } from '../engines/engine.ts';
import {
  characters,
  coalesce,
  column,
  concatText,
  count,
  equal,
  integer,
  less,
  not,
  sha256Hex,
  text,
  utf8,
} from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import { plainText } from '../identifiers/normalize.ts';
import { entityTypes } from '../identifiers/recognizers/entity-types.ts';
import { splitColumnPath } from '../policy/assert-coherent.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { Redact } from '../policy/redact-rule.ts';
import type { SourceColumns } from '../policy/source-columns.ts';
import type { GatheredIdentifier } from '../sources/identifier-values.ts';
import { sourceTable } from '../working-tables.ts';
import type { CompiledTable } from './compiled-table.ts';
import { type Probe, plantOwn, plantSynthetic } from './redact-probes.ts';
import { isGone } from './redact-spans.ts';
import { openRedactor, type Redactor } from './redactor.ts';

/** Of one column; counts and names only. */
export type RedactionFigures = {
  table: string;
  column: string;
  acceptedRecall: number;
  /** Distinct texts of the included rows, and those in which anything was taken out. */
  texts: number;
  redacted: number;
  kinds: readonly RecallOfKind[];
};

/** A probe counts as found when every letter and digit of it is gone. */
export type RecallOfKind = {
  /** An entity type, or the name of an identifier that the policy declares. */
  kind: string;
  /** Whether its probes are values of the source. */
  own: boolean;
  planted: number;
  found: number;
};

const sentencesPerColumn = 100;
const probesPerKind = 100;

/** After the value maps are made. Columns without a text have no figures: nothing of them leaves. */
export async function measureRedactions(
  engine: Engine,
  policy: ExtractPolicy,
  tables: readonly CompiledTable[],
  needed: SourceColumns,
  gathered: readonly GatheredIdentifier[],
): Promise<RedactionFigures[]> {
  const figures: RedactionFigures[] = [];
  for (const { name, columns } of tables) {
    for (const { output, map } of columns) {
      const rule = policy.tables[name]?.columns[output]?.redact;
      if (!rule || !map) continue;
      const [texts, redacted] = await countTexts(engine, map.table);
      if (texts === 0) continue;
      const redactor = await openRedactor(engine, rule, gathered);
      const sentences = await drawn(
        engine,
        { from: { relation: map.table, as: 'v' }, select: { value: column('v', 'value', 'text') } },
        sentencesPerColumn,
      );
      const kinds = [
        ...(await synthetic(redactor, rule, sentences, `${name}.${output}`)),
        ...(await own(engine, redactor, gathered, needed, sentences, `${name}.${output}`)),
      ];
      figures.push({ table: name, column: output, acceptedRecall: rule.acceptedRecall, texts, redacted, kinds });
    }
  }
  return figures;
}

async function countTexts(engine: Engine, map: string): Promise<[texts: number, redacted: number]> {
  const from = { relation: map, as: 'm' };
  const isSame = equal(column('m', 'value', 'text'), column('m', 'replacement', 'text'));
  const [[texts] = []] = await engine.rows({ from, select: { texts: count() } });
  const [[redacted] = []] = await engine.rows({ from, where: not(isSame), select: { redacted: count() } });
  return [Number(texts), Number(redacted)];
}

async function synthetic(
  redactor: Redactor,
  { types }: Redact,
  sentences: readonly string[],
  domain: string,
): Promise<RecallOfKind[]> {
  const kinds: RecallOfKind[] = [];
  for (const type of types === 'all' ? entityTypes : types) {
    const probes = plantSynthetic(type, sentences, probesPerKind, domain);
    if (probes.length > 0)
      kinds.push({ kind: type, own: false, planted: probes.length, found: await countFound(redactor, probes) });
  }
  return kinds;
}

/** Values of the source as they stand there, not in normal form: that is how they come to stand in a text. */
async function own(
  engine: Engine,
  redactor: Redactor,
  gathered: readonly GatheredIdentifier[],
  needed: SourceColumns,
  sentences: readonly string[],
  domain: string,
): Promise<RecallOfKind[]> {
  const kinds: RecallOfKind[] = [];
  for (const { declared } of gathered) {
    const values = await drawn(engine, wholeValues(declared.columns, needed), probesPerKind);
    const probes = plantOwn(values, sentences, `${domain} ${declared.name}`);
    if (probes.length > 0)
      kinds.push({ kind: declared.name, own: true, planted: probes.length, found: await countFound(redactor, probes) });
  }
  return kinds;
}

function wholeValues(paths: readonly string[], needed: SourceColumns): Relation {
  const [table = ''] = splitColumnPath(paths[0] ?? '');
  const [first = text(''), ...others] = paths.map((path) => {
    const [, name] = splitColumnPath(path);
    return coalesce(plainText(column('s', name, needed.get(table)?.get(name)?.type ?? 'text')), text(''));
  });
  return {
    from: { relation: sourceTable(table), as: 's' },
    select: { value: concatText(first, ...others.flatMap((other) => [text(' '), other]), text('')) },
  };
}

/** Some of the values that say more than a character, chosen by their hash: the same at any order of rows. */
async function drawn(engine: Engine, values: Relation, most: number): Promise<string[]> {
  const value = column('w', 'value', 'text');
  const rows = await engine.rows({
    from: {
      relation: {
        from: { relation: values, as: 'd' },
        distinct: true,
        select: { value: column('d', 'value', 'text') },
      },
      as: 'w',
    },
    where: less(integer(1), characters(value)),
    select: { value, order: sha256Hex(utf8(value)) },
    orderBy: [sha256Hex(utf8(value))],
    limit: most,
  });
  return rows.map(([each]) => String(each).trim());
}

async function countFound(redactor: Redactor, probes: readonly Probe[]): Promise<number> {
  const spans = await redactor(probes.map((probe) => probe.text));
  return probes.filter((probe, at) => isGone(probe, spans[at] ?? [])).length;
}
