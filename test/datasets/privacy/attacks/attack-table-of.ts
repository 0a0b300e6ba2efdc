// Builds an attack table from plain rows: numbers are numeric, everything else is a category, null is null.
import type { AttackColumn, AttackTable } from '../../../../datasets/privacy/attacks/attack-table.ts';

type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

export function attackTableOf(released: readonly Row[], outside: readonly Row[] = []): AttackTable {
  const names = Object.keys(released[0] ?? {});
  const columns = names.map((name): AttackColumn => {
    const values = [...released, ...outside].map((row) => row[name] ?? null);
    const numeric = values.every((value) => value === null || typeof value === 'number');
    const present = [...new Set(values.filter((value) => value !== null))];
    const sorted = numeric ? present.sort((a, b) => Number(a) - Number(b)) : present.sort();
    const nullCode = values.includes(null) ? sorted.length : -1;
    const codes = new Map<Value, number>([...sorted, null].map((value, code) => [value, code]));
    const coded = (rows: readonly Row[]) => Int32Array.from(rows, (row) => codes.get(row[name] ?? null) ?? -1);
    const numbers = Float64Array.from(numeric ? [...sorted, ...(nullCode < 0 ? [] : [Number.NaN])] : [], Number);
    return { name, numeric, numbers, nullCode, released: coded(released), outside: coded(outside) };
  });
  return { columns, released: released.length, outside: outside.length };
}
