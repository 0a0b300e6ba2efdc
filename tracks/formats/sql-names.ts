// Finds the tables and columns that one SELECT speaks of, without running it.
import type { SqlToken } from './sql.ts';

export type SqlNames = {
  /** Names after FROM or JOIN that are no table expression of the statement itself. */
  tables: { name: string; line: number }[];
  /** `table` is the real table behind the qualifier; `derived` means a name that the statement defines. */
  columns: { name: string; line: number; table?: string; qualifier?: string; derived: boolean }[];
  /** Keywords where a table should stand: a table of that name has to be quoted. */
  reserved: { name: string; line: number }[];
  /** Table functions and files in FROM: they read what is not the extract. */
  outside: { text: string; line: number }[];
  /** Lower case: aliases and table expressions that the statement defines. */
  defined: ReadonlySet<string>;
};

const keywords = new Set(
  `select from where group by having order limit offset as on using join inner left right full outer cross natural lateral
  union all intersect except distinct and or not in is null true false case when then else end between like ilike similar
  exists asc desc nulls with recursive materialized over partition rows range groups preceding following unbounded current
  row filter within window qualify escape any some values interval both leading trailing for collate exclude asof positional
  anti semi sample tablesample grouping sets cube rollup`
    .split(/\s+/)
    .filter(Boolean),
);
const clauses = new Set([
  'select',
  'from',
  'where',
  'group',
  'having',
  'order',
  'limit',
  'qualify',
  'window',
  'on',
  'using',
  'with',
]);
const units = /^(year|quarter|month|week|day|hour|minute|second)s?$/;
const literalPrefixes = new Set(['date', 'timestamp', 'time', 'interval']);

type Frame = { call: string | undefined; clause: string; query: boolean; expectsTable: boolean };
type Role = 'alias' | 'other' | 'column';

const lower = (token: SqlToken | undefined) => (token?.kind === 'word' ? token.text.toLowerCase() : '');
const isSign = (token: SqlToken | undefined, text: string) => token?.kind === 'sign' && token.text === text;
const isKeyword = (token: SqlToken | undefined) => token?.kind === 'word' && keywords.has(token.text.toLowerCase());
const isName = (token: SqlToken | undefined): token is SqlToken =>
  token?.kind === 'name' || (token?.kind === 'word' && !isKeyword(token));

/** Reads the statement once from left to right for what it defines, then looks at what is left. */
export function namesOf(tokens: readonly SqlToken[]): SqlNames {
  return new NameReader(tokens).read();
}

/** One walk over the tokens. A frame is a pair of parentheses; only the innermost one decides what a word is. */
class NameReader {
  readonly #tokens: readonly SqlToken[];
  readonly #roles: Role[];
  readonly #frames: Frame[] = [{ call: undefined, clause: '', query: true, expectsTable: false }];
  readonly #defined = new Set<string>();
  /** Table expressions alone: an alias of a column may bear a table's name and hides nothing. */
  readonly #expressions = new Set<string>();
  /** Table name or alias → table name, lower case → as written. */
  readonly #tableOf = new Map<string, string>();
  readonly #tables: SqlNames['tables'] = [];
  readonly #outside: SqlNames['outside'] = [];
  readonly #reserved: SqlNames['reserved'] = [];

  constructor(tokens: readonly SqlToken[]) {
    this.#tokens = tokens;
    this.#roles = tokens.map(() => 'other');
  }

  read(): SqlNames {
    let at = 0;
    while (at < this.#tokens.length) at = this.#step(at) + 1;
    const tables = this.#tables.filter((table) => !this.#expressions.has(table.name.toLowerCase()));
    return {
      tables,
      columns: this.#columns(),
      outside: this.#outside,
      reserved: this.#reserved,
      defined: this.#defined,
    };
  }

  /** Gives back the place of the last token that it consumed. */
  #step(at: number): number {
    const token = this.#tokens[at];
    const frame = this.#frames.at(-1);
    if (!token || !frame) return at;
    if (isSign(token, '(')) this.#open(at, frame);
    else if (isSign(token, ')')) this.#close();
    else if (isSign(token, ',')) frame.expectsTable = frame.query && frame.clause === 'from';
    else if (frame.expectsTable && isKeyword(token) && lower(token) !== 'lateral') {
      this.#reserved.push({ name: token.text, line: token.line });
      frame.expectsTable = false;
    } else if (!this.#enterClause(at, token, frame)) {
      if (frame.expectsTable) return this.#readTable(at, token, frame);
      if (isName(token) && this.#roles[at] !== 'alias') this.#readName(at, token, frame);
    }
    return at;
  }

  #open(at: number, frame: Frame): void {
    const query = ['select', 'with', 'values'].includes(lower(this.#tokens[at + 1]));
    const join = !query && frame.expectsTable;
    const call = query ? undefined : lower(this.#tokens[at - 1]) || undefined;
    this.#frames.push({ call, clause: join ? 'from' : '', query: query || join, expectsTable: join });
    frame.expectsTable = join;
  }

  #close(): void {
    if (this.#frames.length > 1) this.#frames.pop();
    const outer = this.#frames.at(-1);
    if (outer) outer.expectsTable = false;
  }

  #enterClause(at: number, token: SqlToken, frame: Frame): boolean {
    const word = lower(token);
    if (!frame.query || isNotFromClause(this.#tokens, at)) return false;
    if (word === 'join') frame.clause = 'from';
    else if (clauses.has(word)) frame.clause = word;
    else return false;
    frame.expectsTable = word === 'from' || word === 'join';
    return true;
  }

  #readTable(at: number, token: SqlToken, frame: Frame): number {
    if (token.kind === 'string') this.#outside.push({ text: token.text, line: token.line });
    else if (!isName(token)) return at;
    frame.expectsTable = false;
    let last = at;
    while (isSign(this.#tokens[last + 1], '.') && isName(this.#tokens[last + 2])) last += 2;
    const table = this.#tokens[last] ?? token;
    if (isSign(this.#tokens[last + 1], '(')) this.#outside.push({ text: `${table.text}(…)`, line: table.line });
    else if (token.kind !== 'string') {
      this.#tables.push({ name: table.text, line: table.line });
      this.#tableOf.set(table.text.toLowerCase(), table.text);
      const aliasAt = lower(this.#tokens[last + 1]) === 'as' ? last + 2 : last + 1;
      const alias = this.#tokens[aliasAt];
      if (isName(alias)) {
        this.#define(alias, aliasAt);
        this.#tableOf.set(alias.text.toLowerCase(), table.text);
      }
    }
    return last;
  }

  #readName(at: number, token: SqlToken, frame: Frame): void {
    const [before, after] = [this.#tokens[at - 1], this.#tokens[at + 1]];
    const word = lower(token);
    const afterAs = lower(before) === 'as';
    if (lower(before) === 'nulls' && (word === 'first' || word === 'last')) return;
    if (isSign(before, '::') || (afterAs && isCast(frame))) return;
    if (isTableExpression(this.#tokens, at)) this.#readTableExpression(at, token);
    else if (isSign(after, '(') && token.kind === 'word' && !afterAs && !isSign(before, ')')) return;
    else if (afterAs || isImplicitAlias(this.#tokens, at)) this.#define(token, at);
    else if (literalPrefixes.has(word) && after?.kind === 'string') return;
    else if (!(units.test(word) && isUnit(this.#tokens, at, frame))) this.#roles[at] = 'column';
  }

  #readTableExpression(at: number, token: SqlToken): void {
    this.#define(token, at);
    this.#expressions.add(token.text.toLowerCase());
    if (!isSign(this.#tokens[at + 1], '(')) return;
    for (let part = at + 2; part < this.#tokens.length && !isSign(this.#tokens[part], ')'); part++) {
      const column = this.#tokens[part];
      if (isName(column)) this.#define(column, part);
    }
  }

  #define(token: SqlToken, at: number): void {
    this.#defined.add(token.text.toLowerCase());
    this.#roles[at] = 'alias';
  }

  #columns(): SqlNames['columns'] {
    return this.#tokens.flatMap((token, at) => {
      if (this.#roles[at] !== 'column' || isSign(this.#tokens[at + 1], '.')) return [];
      const { text: name, line } = token;
      const qualifier = isSign(this.#tokens[at - 1], '.') ? this.#tokens[at - 2]?.text : undefined;
      if (qualifier === undefined) return [{ name, line, derived: this.#defined.has(name.toLowerCase()) }];
      const table = this.#tableOf.get(qualifier.toLowerCase());
      if (table !== undefined && !this.#expressions.has(table.toLowerCase()))
        return [{ name, line, table, qualifier, derived: false }];
      return [{ name, line, qualifier, derived: table !== undefined || this.#defined.has(qualifier.toLowerCase()) }];
    });
  }
}

/** FROM inside `extract(year FROM x)` and after `IS [NOT] DISTINCT` opens no list of tables. */
function isNotFromClause(tokens: readonly SqlToken[], at: number): boolean {
  if (lower(tokens[at]) !== 'from') return false;
  return lower(tokens[at - 1]) === 'distinct' && ['is', 'not'].includes(lower(tokens[at - 2]));
}

function isCast(frame: Frame): boolean {
  return frame.call === 'cast' || frame.call === 'try_cast';
}

/** `name AS (SELECT …`, `name (a, b) AS (SELECT …` or a window `name AS (PARTITION …`. */
function isTableExpression(tokens: readonly SqlToken[], at: number): boolean {
  let next = at + 1;
  if (isSign(tokens[next], '(')) {
    while (next < tokens.length && !isSign(tokens[next], ')')) next++;
    next++;
  }
  if (lower(tokens[next]) !== 'as') return false;
  next++;
  while (['not', 'materialized'].includes(lower(tokens[next]))) next++;
  return isSign(tokens[next], '(') && !isSign(tokens[at - 1], ')') && lower(tokens[at - 1]) !== 'as';
}

/** `sum(amount) total`: a name straight after the end of an expression. */
function isImplicitAlias(tokens: readonly SqlToken[], at: number): boolean {
  const before = tokens[at - 1];
  if (before === undefined || isSign(tokens[at + 1], '.')) return false;
  if (isSign(before, ')') || before.kind === 'name') return true;
  if (before.kind === 'string') return lower(tokens[at - 2]) !== 'interval';
  if (before.kind === 'number') return !units.test(lower(tokens[at]));
  return before.kind === 'word' && (!isKeyword(before) || ['end', 'null', 'true', 'false'].includes(lower(before)));
}

function isUnit(tokens: readonly SqlToken[], at: number, frame: Frame): boolean {
  const before = tokens[at - 1];
  if (before?.kind === 'number' || before?.kind === 'string') return true;
  return frame.call === 'extract' && lower(tokens[at + 1]) === 'from';
}
