// The closed table of problems (RFC 9457): a refusal is the caller's to mend, a failure is ours.

const problemTable = {
  'invalid-request': [400, 'The request does not have the expected shape', 'refusal'],
  'not-signed-in': [401, 'Sign in first', 'refusal'],
  'link-spent': [401, 'This sign-in link has been used or has expired', 'refusal'],
  'not-permitted': [403, 'Your role does not permit this', 'refusal'],
  'cross-origin': [403, 'The request came from another site', 'refusal'],
  'not-found': [404, 'There is nothing here', 'refusal'],
  'idempotency-conflict': [409, 'This idempotency key was used for other content', 'refusal'],
  'request-in-progress': [409, 'The same request is still being worked on', 'refusal'],
  'already-exists': [409, 'It exists already with other content', 'refusal'],
  'plan-blocked': [409, 'The plan has blockers', 'refusal'],
  'plan-outdated': [409, 'The plan no longer matches what is there', 'refusal'],
  'cohort-held': [409, 'The cohort cannot be closed yet', 'refusal'],
  'cohort-closed': [409, 'The cohort is closing or closed', 'refusal'],
  'not-confirmed': [409, 'This removes sandboxes and needs to be confirmed by name', 'refusal'],
  'sandbox-not-up': [409, 'The sandbox is not up', 'refusal'],
  'generation-outdated': [409, 'A newer generation of this sandbox exists', 'refusal'],
  'round-open': [409, 'The task has a round that is still open', 'refusal'],
  'round-decided': [409, 'The round has been decided already', 'refusal'],
  'lease-lost': [409, 'The lease has ended or another reviewer holds the round', 'refusal'],
  'lease-cap': [409, 'You hold as many rounds as the cap allows', 'refusal'],
  'nothing-waiting': [404, 'No round that you may review is waiting', 'refusal'],
  'not-eligible': [403, 'You may not review this round', 'refusal'],
  'submission-refused': [422, 'The submission was refused by its checks', 'refusal'],
  'rubric-mismatch': [422, 'The decision does not match the rubric of the round', 'refusal'],
  'invalid-document': [422, 'The document does not have the expected shape', 'refusal'],
  'extract-not-sealed': [422, 'The extract is not sealed or its seal is broken', 'refusal'],
  'query-failed': [422, 'The query failed', 'refusal'],
  'too-large': [413, 'It is larger than the limit', 'refusal'],
  'runtime-absent': [503, 'The runtime of this sandbox cannot be reached from here', 'failure'],
  'store-unavailable': [503, 'The store does not answer', 'failure'],
  'internal-failure': [500, 'We failed; nothing was changed', 'failure'],
} as const satisfies Record<string, readonly [status: number, title: string, kind: 'refusal' | 'failure']>;

export type ProblemCode = keyof typeof problemTable;

export const problemCodes = Object.keys(problemTable) as ProblemCode[];

/** One finding of a refusal: where it is, what was expected and how to mend it. */
export type ProblemFinding = { code: string; message: string; path?: string | undefined; line?: number | undefined };

/** A problem as it travels (application/problem+json). */
type ProblemDocument = {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  kind: 'refusal' | 'failure';
  detail: string;
  findings?: ProblemFinding[];
};

/** What every refusal and foreseen failure is thrown as; `detail` says what was expected, what was got and how to mend it. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly findings: readonly ProblemFinding[];

  constructor(
    code: ProblemCode,
    detail: string,
    options: { findings?: readonly ProblemFinding[]; cause?: unknown } = {},
  ) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    this.findings = options.findings ?? [];
  }

  get status(): number {
    return problemTable[this.code][0];
  }

  toDocument(): ProblemDocument {
    const [status, title, kind] = problemTable[this.code];
    const document: ProblemDocument = {
      type: `urn:practicum:problem:${this.code}`,
      title,
      status,
      code: this.code,
      kind,
      detail: this.message,
    };
    return this.findings.length > 0 ? { ...document, findings: [...this.findings] } : document;
  }
}
