// A person as an owner writes one down, in JSON or as a row of CSV.
import { z } from 'zod';
import { Problem, type ProblemFinding } from '../problems.ts';
import { Email } from './email.ts';
import { parseCsv } from './parse-csv.ts';
import { roles } from './permissions.ts';
import { TimeZone } from './time-zone.ts';

const Text = z.string().trim().min(1, 'expected some text').max(200);

export const PersonRow = z.strictObject({
  email: Email,
  name: Text,
  team: Text,
  department: Text,
  managerEmail: Email.optional(),
  jobRole: Text,
  timeZone: TimeZone,
  /** When given: exactly these from now on. Left out: a new person becomes a learner, a known one keeps theirs. */
  roles: z.array(z.enum(roles)).optional(),
  /** The day, in the person's time zone, from which team, manager and so on hold; without it they hold from now on. */
  validFrom: z.iso.date({ error: 'expected a day such as 2026-11-23' }).optional(),
});
export type PersonRow = z.infer<typeof PersonRow>;

/** A row with its place in what was sent, so that a finding can name it. */
export type PlacedRow = { row: PersonRow; place: Pick<ProblemFinding, 'line' | 'path'> };

const columns = Object.keys(PersonRow.shape);
const required = columns.filter(
  (column) => !PersonRow.shape[column as keyof typeof PersonRow.shape].safeParse(undefined).success,
);

/** Rows of a JSON list. Throws `invalid-document` with a finding for everything that is wrong in any row. */
export function parsePeopleList(people: readonly unknown[]): PlacedRow[] {
  return parseRows(people.map((value, index) => ({ value, place: { path: `people[${index}]` } })));
}

/** Rows of a CSV with a header; roles are separated by spaces or semicolons. Throws as `parsePeopleList`, naming lines. */
export function parsePeopleCsv(text: string): PlacedRow[] {
  const [header, ...records] = parseCsv(text);
  const names = header?.fields.map((name) => name.trim()) ?? [];
  const findings = [
    ...names
      .filter((name) => !columns.includes(name))
      .map((name) => ({
        code: 'unknownColumn',
        message: `${JSON.stringify(name)} is no column: expected ${columns.join(', ')}`,
        line: 1,
      })),
    ...required
      .filter((column) => !names.includes(column))
      .map((column) => ({
        code: 'missingColumn',
        message: `the column ${column} is missing from the header`,
        line: 1,
      })),
    ...records
      .filter((record) => record.fields.length !== names.length)
      .map((record) => ({
        code: 'fieldCount',
        message: `expected ${names.length} fields as in the header, got ${record.fields.length}`,
        line: record.line,
      })),
  ];
  if (findings.length > 0) throw invalidPeople(findings);
  return parseRows(records.map((record) => ({ value: objectOf(names, record.fields), place: { line: record.line } })));
}

// An empty field says nothing; the schema then tells whether something had to be said.
function objectOf(names: readonly string[], fields: readonly string[]): Record<string, unknown> {
  const filled = names
    .map((name, index): [string, string] => [name, fields[index]?.trim() ?? ''])
    .filter(([, value]) => value !== '');
  return Object.fromEntries(
    filled.map(([name, value]) => [name, name === 'roles' ? value.split(/[\s;]+/).filter(Boolean) : value]),
  );
}

function parseRows(values: readonly { value: unknown; place: PlacedRow['place'] }[]): PlacedRow[] {
  const findings: ProblemFinding[] = [];
  const rows: PlacedRow[] = [];
  const seen = new Set<string>();
  for (const { value, place } of values) {
    const parsed = PersonRow.safeParse(value);
    if (!parsed.success) findings.push(...parsed.error.issues.map((issue) => findingOf(issue, place)));
    else if (seen.has(parsed.data.email)) {
      findings.push({
        code: 'duplicatePerson',
        message: `${parsed.data.email} is there twice: keep one row a person`,
        ...place,
      });
    } else {
      seen.add(parsed.data.email);
      rows.push({ row: parsed.data, place });
    }
  }
  if (findings.length > 0) throw invalidPeople(findings);
  return rows;
}

function findingOf(issue: z.core.$ZodIssue, place: PlacedRow['place']): ProblemFinding {
  const field = issue.path.map(String).join('.');
  const path = [place.path, field].filter(Boolean).join('.');
  return {
    code: 'invalidField',
    message: field === '' ? issue.message : `${field}: ${issue.message}`,
    ...place,
    ...(path ? { path } : {}),
  };
}

/** The refusal of a whole list: nothing of it was written. */
export function invalidPeople(findings: readonly ProblemFinding[]): Problem {
  const many = findings.length === 1 ? 'one finding' : `${findings.length} findings`;
  return new Problem('invalid-document', `Nobody was added: ${many}. Mend them and send the whole list again.`, {
    findings,
  });
}
