// Says in one sentence what a document should have held at some place, with what it holds.
import { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** `path` leads to the place to show: for an unknown key the key itself. */
export function describeIssue(
  issue: Issue,
  schema: z.ZodType,
  input: unknown,
): { path: PropertyKey[]; sentence: string } {
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const known = keysAt(schema, issue.path);
    return { path: [...issue.path, key], sentence: `expected one of ${known.join(', ')}, got the unknown key ${key}` };
  }
  if (issue.code === 'invalid_union') return describeUnion(issue, schema, input);
  const got = valueAt(input, issue.path);
  return { path: issue.path, sentence: `expected ${expectation(issue)}, got ${show(got)}` };
}

/** Of several shapes, the one that came nearest speaks; shapes that all wanted another type speak together. */
function describeUnion(issue: Extract<Issue, { code: 'invalid_union' }>, schema: z.ZodType, input: unknown) {
  const deeper = issue.errors.flat().find(({ path, code }) => path.length > 0 || code === 'unrecognized_keys');
  if (deeper) return describeIssue({ ...deeper, path: [...issue.path, ...deeper.path] } as Issue, schema, input);
  const wanted = [...new Set(issue.errors.flat().map((each) => expectation(each)))].join(' or ');
  return {
    path: issue.path,
    sentence: `expected ${wanted || 'another value'}, got ${show(valueAt(input, issue.path))}`,
  };
}

function expectation(issue: Issue): string {
  // A schema's own words are better than ours.
  const [, own] = /^expected (.+)$/.exec(issue.message) ?? [];
  if (own !== undefined) return own;
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'record' || issue.expected === 'object' ? 'a mapping' : `${issue.expected}`;
    case 'invalid_value':
      return issue.values.map(String).join(' or ');
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `at least ${issue.minimum} in it`
        : `at least ${issue.minimum}`;
    case 'too_big':
      return `at most ${issue.maximum}`;
    case 'invalid_format':
      return issue.message.startsWith('Invalid')
        ? issue.format.replace('template_literal', 'decimal(digits,scale)')
        : issue.message;
    case 'invalid_key':
      return `a name of ${issue.issues[0]?.message ?? 'another form'}`;
    default:
      return issue.message;
  }
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'a mapping';
  return JSON.stringify(value);
}

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown> | undefined)?.[step], input);

function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const at = path.reduce<z.core.$ZodType | undefined>(
    (found, step) => (found ? below(found, step) : undefined),
    schema,
  );
  const object = at && unwrap(at);
  return object instanceof z.ZodObject ? Object.keys(object.shape) : [];
}

function below(schema: z.core.$ZodType, step: PropertyKey): z.core.$ZodType | undefined {
  const at = unwrap(schema);
  if (at instanceof z.ZodObject) return at.shape[String(step)];
  if (at instanceof z.ZodRecord) return at.valueType;
  return at instanceof z.ZodArray ? at.element : undefined;
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return unwrap(schema.unwrap());
  if (schema instanceof z.ZodPipe) return unwrap(schema.out);
  if (!(schema instanceof z.ZodUnion)) return schema;
  const structured = schema.options
    .map(unwrap)
    .find((option) => option instanceof z.ZodObject || option instanceof z.ZodArray);
  return structured ?? schema;
}
