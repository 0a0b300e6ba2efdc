// The policy as one view of it says: what the view omits is dropped, what it changes is changed.
import { assertAnswers } from './assert-answers.ts';
import { assertCoherent, splitColumnPath } from './assert-coherent.ts';
import type { ExtractPolicy } from './extract-policy.ts';
import type { ParsedPolicy } from './parse-policy.ts';
import type { ViewDeclaration } from './view-declaration.ts';

/** The same document, signed as it is; throws through `refuse` for a view that it does not have or that does not fit it. */
export function applyView(parsed: ParsedPolicy, name: string | undefined): ParsedPolicy {
  if (name === undefined) return parsed;
  const { policy, refuse } = parsed;
  const view = policy.views[name];
  if (!view)
    throw refuse(
      ['views'],
      `expected one of the policy's views (${Object.keys(policy.views).join(', ') || 'none'}), got ${name}`,
    );
  for (const table of Object.keys(view.columns))
    if (!policy.tables[table])
      throw refuse(['views', name, 'columns', table], `expected a table declared under tables, got ${table}`);
  assertOmitted(parsed, name, view);
  const tables = tablesOf(policy, view);
  const leaves = (path: string) => {
    const [table, output] = splitColumnPath(path);
    const rule = tables[table]?.columns[output];
    return view.omit !== 'rows' && rule !== undefined && !rule.drop;
  };
  const quasiIdentifiers = view.quasiIdentifiers ?? orNone(policy.privacy.quasiIdentifiers, leaves);
  const isQuasi = (path: string) => quasiIdentifiers !== 'none' && quasiIdentifiers.includes(path);
  const seen: ExtractPolicy = {
    ...policy,
    tables,
    privacy: {
      ...policy.privacy,
      quasiIdentifiers,
      method: quasiIdentifiers === 'none' ? 'declared' : policy.privacy.method,
      hierarchies: Object.fromEntries(Object.entries(policy.privacy.hierarchies).filter(([path]) => isQuasi(path))),
      sensitive: view.sensitive ?? orNone(policy.privacy.sensitive, ({ column }) => leaves(column)),
    },
    fidelity: {
      ...policy.fidelity,
      target:
        policy.fidelity.target !== 'none' && leaves(policy.fidelity.target.column) ? policy.fidelity.target : 'none',
    },
    withhold: policy.withhold.filter(({ columns }) => columns.every(leaves)),
    plant: policy.plant.filter(({ column, table }) => (column === undefined ? tables[table ?? ''] : leaves(column))),
  };
  assertCoherent(seen, refuse);
  assertAnswers(seen, refuse);
  return { ...parsed, policy: seen };
}

const orNone = <T>(declared: 'none' | T[], leaves: (each: T) => boolean): 'none' | T[] => {
  const left = declared === 'none' ? [] : declared.filter(leaves);
  return left.length === 0 ? 'none' : left;
};

function assertOmitted({ policy, refuse }: ParsedPolicy, name: string, { omit }: ViewDeclaration): void {
  if (omit === 'rows') return;
  for (const [position, path] of omit.entries()) {
    const [table, output] = path.includes('.') ? splitColumnPath(path) : [path, undefined];
    if (!policy.tables[table] || (output !== undefined && !policy.tables[table].columns[output]))
      throw refuse(
        ['views', name, 'omit', position],
        `expected a table or an output column of the policy, got ${path}`,
      );
  }
}

/** What a view omits is dropped, not forgotten: relations and identifiers still need its type. */
function tablesOf(policy: ExtractPolicy, view: ViewDeclaration): ExtractPolicy['tables'] {
  const omitted = new Set(view.omit === 'rows' ? [] : view.omit);
  return Object.fromEntries(
    Object.entries(policy.tables).map(([table, declared]) => {
      const columns = Object.entries({ ...declared.columns, ...view.columns[table] }).map(([output, rule]) => {
        if (!omitted.has(table) && !omitted.has(`${table}.${output}`)) return [output, rule] as const;
        const { from, type, format } = rule;
        return [
          output,
          {
            type,
            drop: true as const,
            ...(from === undefined ? {} : { from }),
            ...(format === undefined ? {} : { format }),
          },
        ] as const;
      });
      return [table, { ...declared, columns: Object.fromEntries(columns) }];
    }),
  );
}
