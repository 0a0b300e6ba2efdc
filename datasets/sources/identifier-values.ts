// Gathers the values of every declared identifier, in normal form, as tables beside the source.
import type { Engine } from '../engines/engine.ts';
import {
  characters,
  coalesce,
  column,
  concatText,
  type Expression,
  equal,
  integer,
  less,
  maximum,
  not,
  substring,
  text,
} from '../engines/expression.ts';
import type { Relation } from '../engines/relation.ts';
import type { IdentifierShape } from '../identifiers/column-verdict.ts';
import type { IdentifierSet } from '../identifiers/identifier-set.ts';
import { countsAnywhereExpression, normalizedExpression, plainText } from '../identifiers/normalize.ts';
import { hmacHex, separator, withKey } from '../keys/keyed-hash.ts';
import { splitColumnPath } from '../policy/assert-coherent.ts';
import type { ExtractPolicy } from '../policy/extract-policy.ts';
import type { Identifier } from '../policy/privacy-declaration.ts';
import type { SourceColumns } from '../policy/source-columns.ts';
import { identifierTable, sourceTable, tupleTable } from '../working-tables.ts';

export type GatheredIdentifier = {
  declared: Identifier;
  shape: IdentifierShape;
  values: string;
  tuples: string | undefined;
};

/** Over the whole source, not over the rows chosen from it: an extract must not name those left out either. */
export async function gatherIdentifiers(
  engine: Engine,
  policy: ExtractPolicy,
  columns: SourceColumns,
): Promise<GatheredIdentifier[]> {
  const gathered: GatheredIdentifier[] = [];
  for (const [position, declared] of (policy.identifiers === 'none' ? [] : policy.identifiers).entries()) {
    const values = identifierTable(position);
    const rows = normalizedRows(declared, columns);
    const value = column('n', 'value', 'text');
    const size = await engine.create(values, {
      from: { relation: rows, as: 'n' },
      distinct: true,
      select: { value, anywhere: countsAnywhereExpression(declared.class, value, declared.minimumEntropyBits) },
    });
    const tuples = declared.tuple ? tupleTable(position) : undefined;
    if (tuples)
      await engine.create(tuples, {
        from: { relation: rows, as: 'n' },
        distinct: true,
        select: { value: column('n', 'tuple', 'text') },
      });
    const [[longest] = []] = await engine.rows({
      from: { relation: values, as: 'n' },
      select: { longest: maximum(characters(value)) },
    });
    const shape = {
      class: declared.class,
      context: declared.context,
      values: size,
      longestValue: Number(longest ?? 0),
    };
    gathered.push({ declared, shape, values, tuples });
  }
  return gathered;
}

/** Companions of a value are compared as trimmed text, so that 18 in a number column is 18 in a file. */
export const companionText = (value: Expression): Expression<'text'> => normalizedExpression('text', plainText(value));

function normalizedRows({ class: kind, columns: paths, tuple = [] }: Identifier, columns: SourceColumns): Relation {
  const [table = ''] = splitColumnPath(paths[0] ?? '');
  const columnAt = (path: string): Expression => {
    const [, name] = splitColumnPath(path);
    return column('s', name, columns.get(table)?.get(name)?.type ?? 'text');
  };
  const parts = paths.map((path) => plainText(columnAt(path)));
  const [first = text(''), ...others] = parts;
  const whole =
    others.length === 0
      ? first
      : concatText(coalesce(first, text('')), ...others.flatMap((part) => [text(' '), coalesce(part, text(''))]));
  const value = normalizedExpression(kind, whole);
  const companions = tuple.filter((path) => !paths.includes(path)).map((path) => companionText(columnAt(path)));
  return {
    from: {
      as: 'r',
      relation: {
        from: { relation: sourceTable(table), as: 's' },
        select: { value, tuple: concatText(value, ...companions.flatMap((companion) => [text(separator), companion])) },
      },
    },
    where: less(integer(0), characters(column('r', 'value', 'text'))),
    select: { value: column('r', 'value', 'text'), tuple: column('r', 'tuple', 'text') },
  };
}

/** Hashes what was gathered, so that the server can recognise a value without holding it. */
export async function hashIdentifiers(
  engine: Engine,
  gathered: readonly GatheredIdentifier[],
  key: Buffer,
): Promise<IdentifierSet> {
  const identifiers: IdentifierSet['identifiers'] = [];
  for (const { declared, shape, values, tuples } of gathered) {
    identifiers.push({
      name: declared.name,
      class: declared.class,
      context: [...declared.context],
      minimumEntropyBits: declared.minimumEntropyBits,
      longestValue: shape.longestValue,
      values: await hashesOf(engine, values),
      tuple: tuples ? { columns: declared.tuple ?? [], values: await hashesOf(engine, tuples) } : null,
    });
  }
  return { format: 'practicum-identifier-set/1', key: key.toString('base64'), identifiers };
}

async function hashesOf(engine: Engine, table: string): Promise<string[]> {
  const value = column('v', 'value', 'text');
  const rows = await engine.rows({
    from: { relation: table, as: 'v' },
    joins: [withKey('identifiers')],
    where: not(equal(value, text(''))),
    select: { hash: substring(hmacHex(value), 1, 32) },
  });
  return rows.map(([hash]) => Buffer.from(String(hash), 'hex').toString('base64')).sort();
}
