// Splits SQL text into statements of tokens, each with its line, without running it.

export type SqlToken = {
  /** `name` is a quoted identifier, `word` an unquoted one or a keyword. */
  kind: 'word' | 'name' | 'string' | 'number' | 'sign';
  text: string;
  line: number;
};

export type SqlStatement = {
  line: number;
  tokens: SqlToken[];
  /** From a comment line `-- Q1: the question` above or inside the statement. */
  label?: string;
  question?: string;
};

const tokenPattern =
  /(?<gap>\s+)|(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<string>'(?:[^']|'')*(?:'|$))|(?<name>"(?:[^"]|"")*(?:"|$))|(?<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<sign>::|<=|>=|<>|!=|\|\||[\s\S])/gu;

/** Statements in order; an empty one (`;;`) is left out. */
export function parseSql(text: string): SqlStatement[] {
  const statements: SqlStatement[] = [];
  let current: SqlStatement = { line: 0, tokens: [] };
  let line = 1;
  const end = () => {
    if (current.tokens.length > 0) statements.push(current);
    current = { line: 0, tokens: [] };
  };
  for (const match of text.matchAll(tokenPattern)) {
    const groups = match.groups ?? {};
    if (groups['comment'] !== undefined) {
      const named = /^--\s*(Q\d+)\s*[:.–-]\s*(.*)$/i.exec(groups['comment']);
      if (named?.[1]) {
        current.label = named[1].toUpperCase();
        current.question = named[2]?.trim() ?? '';
      }
    } else if (groups['gap'] === undefined) {
      const token = tokenOf(groups, match[0], line);
      if (token.kind === 'sign' && token.text === ';') end();
      else {
        if (current.tokens.length === 0) current.line = line;
        current.tokens.push(token);
      }
    }
    line += match[0].split('\n').length - 1;
  }
  end();
  return statements;
}

function tokenOf(groups: Record<string, string | undefined>, text: string, line: number): SqlToken {
  if (groups['word'] !== undefined) return { kind: 'word', text, line };
  if (groups['name'] !== undefined) return { kind: 'name', text: text.slice(1, -1).replaceAll('""', '"'), line };
  if (groups['string'] !== undefined) return { kind: 'string', text, line };
  return { kind: groups['number'] !== undefined ? 'number' : 'sign', text, line };
}
