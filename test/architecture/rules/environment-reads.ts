// Reads of the process's environment outside the one file that may.
import ts from 'typescript';
import { parseScript } from '../imports-of.ts';
import { isScript, type SourceTree } from '../source-tree.ts';

const FREE = new Set(['api/env.ts', 'api/cli/bin/practicum.js']);
const HELD = /^(api|datasets|tracks|infra|sandbox-images)\//;

/** `process.env`, `process['env']`, `const { env } = process`, `import { env } from 'node:process'`; in Python, os.environ and os.getenv. */
export function readsEnvironment(tree: SourceTree): string[] {
  return [...tree].flatMap(([path, text]) => {
    if (!HELD.test(path) || FREE.has(path)) return [];
    const lines = path.endsWith('.py') ? linesInPython(text) : isScript(path) ? linesInScript(path, text) : [];
    return lines.map((line) => `${path}:${line} reads the environment: only api/env.ts may`);
  });
}

function linesInPython(text: string): number[] {
  return text.split('\n').flatMap((line, index) => (/\bos\.(environ|getenv)\b/.test(line) ? [index + 1] : []));
}

function linesInScript(path: string, text: string): number[] {
  const source = parseScript(path, text);
  const lines: number[] = [];
  const visit = (node: ts.Node): void => {
    if (isRead(node)) lines.push(source.getLineAndCharacterOfPosition(node.getStart()).line + 1);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return lines;
}

function isRead(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return isProcess(node.expression) && node.name.text === 'env';
  if (ts.isElementAccessExpression(node)) {
    return (
      isProcess(node.expression) &&
      ts.isStringLiteralLike(node.argumentExpression) &&
      node.argumentExpression.text === 'env'
    );
  }
  if (ts.isBindingElement(node)) {
    const declaration = node.parent.parent;
    const taken = (node.propertyName ?? node.name).getText();
    return (
      taken === 'env' &&
      ts.isVariableDeclaration(declaration) &&
      !!declaration.initializer &&
      isProcess(declaration.initializer)
    );
  }
  if (ts.isImportSpecifier(node)) {
    const from = node.parent.parent.parent.moduleSpecifier;
    return (
      (node.propertyName ?? node.name).text === 'env' && ts.isStringLiteral(from) && /^(node:)?process$/.test(from.text)
    );
  }
  return false;
}

const isProcess = (node: ts.Expression) => /^(globalThis\.)?process$/.test(node.getText());
