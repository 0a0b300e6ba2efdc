// Replaces what is personal in a text by tokens, and keeps the rest.
import { column, equal } from '../engines/expression.ts';
import type { Transform } from './transform.ts';

/** How much it finds is measured on planted probes, and held against the recall that the steward accepts. */
export const redact: Transform = ({ rule, value, table, output, source, refuse }) => {
  if (!rule.redact) throw refuse('expected what to redact, got nothing');
  if (value.type !== 'text') throw refuse(`expected a column of type text, got ${value.type}`);
  const { types } = rule.redact;
  const redactions = `redactions of ${table}.${output}`;
  const replaced = `map of ${redactions}`;
  const alias = `map ${output}`;
  return {
    label: `redact ${types === 'all' ? 'all' : types.join(', ')}`,
    preserves: 'lossy',
    value: column(alias, 'replacement', 'text'),
    joins: [{ how: 'left', relation: replaced, as: alias, on: equal(column(alias, 'value', 'text'), value) }],
    map: {
      table: replaced,
      valueType: 'text',
      ingredients: [{ kind: 'redactions', table: redactions, of: { table, source }, rule: rule.redact }],
      build: () => ({
        from: { relation: redactions, as: 'r' },
        select: { value: column('r', 'value', 'text'), replacement: column('r', 'replacement', 'text') },
      }),
    },
  };
};
