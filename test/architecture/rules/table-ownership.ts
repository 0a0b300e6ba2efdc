// Tables of the store that are named outside the room that made them.
import ts from 'typescript';
import { API_LAST_ROOMS, API_ROOMS } from '../import-tables.ts';
import { parseScript } from '../imports-of.ts';
import { isScript, type SourceTree } from '../source-tree.ts';

const MIGRATION = /^api\/store\/migrations\/\d{4}-([a-z]+)-[a-z0-9-]+\.sql$/;
const CREATED =
  /\bcreate\s+(table|(?:or\s+replace\s+)?(?:materialized\s+)?view)\s+(?:if\s+not\s+exists\s+)?"?(\w+)"?/gi;
/** Where SQL names a relation. A foreign key is none of these: it guards integrity and reads nothing. */
const NAMED =
  /\b(?:from|join|into|update|truncate(?:\s+table)?|lock\s+table|using)\s+(?:only\s+)?([a-z_"][\w"]*(?:\s+(?:as\s+)?\w+)?(?:\s*,\s*[a-z_"][\w"]*(?:\s+(?:as\s+)?\w+)?)*)/gi;
const BUILDERS = /^(selectFrom|insertInto|updateTable|deleteFrom|mergeInto|replaceInto|using|table|\w*[jJ]oin)$/;

type Owned = { room: string; isView: boolean };

/** Tables are their room's own; a view may be read by later rooms and by what composes them (api's root and CLI). */
export function namesForeignTables(tree: SourceTree): string[] {
  const owners = new Map<string, Owned>();
  const faults: string[] = [];
  for (const [path, text] of tree) {
    if (!path.startsWith('api/store/migrations/') || !path.endsWith('.sql')) continue;
    const room = MIGRATION.exec(path)?.[1];
    if (!room || placeOf(room) === -1) {
      faults.push(`${path}: expected NNNN-<room>-<what>.sql with a room of DESIGN §2`);
      continue;
    }
    for (const [, kind = '', name = ''] of withoutComments(text).matchAll(CREATED)) {
      owners.set(name.toLowerCase(), { room, isView: kind.toLowerCase() !== 'table' });
    }
  }
  for (const [path, text] of tree) {
    if (!path.startsWith('api/')) continue;
    const room = MIGRATION.exec(path)?.[1] ?? path.split('/')[1] ?? '';
    for (const name of new Set(relationsNamedIn(path, text))) {
      const owner = owners.get(name);
      if (owner && owner.room !== room && !(owner.isView && mayRead(room, owner.room))) {
        faults.push(`${path} names ${owner.isView ? 'view' : 'table'} ${name} of ${owner.room}/`);
      }
    }
  }
  return faults;
}

const ROOMS = [...API_ROOMS, ...API_LAST_ROOMS];
const placeOf = (room: string) => ROOMS.indexOf(room);
const mayRead = (reader: string, owner: string) => placeOf(reader) === -1 || placeOf(reader) > placeOf(owner);

const withoutComments = (sql: string) => sql.replace(/--.*$/gm, '').replace(/\/\*[\s\S]*?\*\//g, '');

function relationsNamedIn(path: string, text: string): string[] {
  if (path.endsWith('.sql')) return relationsIn(text);
  if (!isScript(path)) return [];
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && /^sql\b/.test(node.tag.getText())) {
      const pieces = ts.isNoSubstitutionTemplateLiteral(node.template)
        ? [node.template.text]
        : [node.template.head.text, ...node.template.templateSpans.map(({ literal }) => literal.text)];
      names.push(...relationsIn(pieces.join(' $ ')));
    }
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      BUILDERS.test(node.expression.name.text)
    ) {
      for (const argument of node.arguments.flatMap((given) =>
        ts.isArrayLiteralExpression(given) ? [...given.elements] : [given],
      )) {
        if (ts.isStringLiteralLike(argument)) names.push(argument.text.split(' ')[0]?.toLowerCase() ?? '');
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(parseScript(path, text));
  return names;
}

/** Lower-case names behind from, join, into, update …, lists with commas included. */
function relationsIn(sql: string): string[] {
  return [...withoutComments(sql).matchAll(NAMED)].flatMap(([, list = '']) =>
    list.split(',').map((item) => (item.trim().split(/\s+/)[0] ?? '').replaceAll('"', '').toLowerCase()),
  );
}
