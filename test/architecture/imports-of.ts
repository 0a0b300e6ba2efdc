// Every import of a file, as the TypeScript compiler sees it.
import { posix } from 'node:path';
import ts from 'typescript';
import { isScript, type SourceTree } from './source-tree.ts';

/** `target` is a path of the tree for a relative import and the package's name, without a deeper path, for the others. */
export type Import = { from: string; target: string; isPackage: boolean; typeOnly: boolean };

const parsed = new WeakMap<SourceTree, Import[]>();

/** All imports of a tree: static, re-exported, dynamic by a literal, and those inside types. */
export function importsOf(tree: SourceTree): Import[] {
  let imports = parsed.get(tree);
  if (!imports) {
    imports = [...tree].flatMap(([path, text]) => (isScript(path) ? importsOfFile(path, text) : []));
    parsed.set(tree, imports);
  }
  return imports;
}

export const parseScript = (path: string, text: string) =>
  ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);

function importsOfFile(from: string, text: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const isPackage = !specifier.text.startsWith('.');
    const target = isPackage ? packageOf(specifier.text) : posix.join(posix.dirname(from), specifier.text);
    found.push({ from, target, isPackage, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node))
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(parseScript(from, text));
  return found;
}

function packageOf(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}
