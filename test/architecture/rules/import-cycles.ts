// Circles of imports between files, imports of types included: they tie rooms together just as well.
import { importsOf } from '../imports-of.ts';
import type { SourceTree } from '../source-tree.ts';

/** Each circle once, as "a → b → a"; Tarjan's strongly connected components would name the files, a walk names the way. */
export function findImportCycles(tree: SourceTree): string[] {
  const graph = new Map<string, string[]>();
  for (const { from, target, isPackage } of importsOf(tree)) {
    if (!isPackage) graph.set(from, [...(graph.get(from) ?? []), target]);
  }
  const cycles: string[] = [];
  const finished = new Set<string>();
  const walk = (file: string, way: string[]): void => {
    const start = way.indexOf(file);
    if (start !== -1) cycles.push([...way.slice(start), file].join(' → '));
    if (start !== -1 || finished.has(file)) return;
    for (const target of graph.get(file) ?? []) walk(target, [...way, file]);
    finished.add(file);
  };
  for (const file of graph.keys()) walk(file, []);
  return cycles;
}
