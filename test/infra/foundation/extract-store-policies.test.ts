// The policy documents, judged by a small reading of IAM: which request does a Deny catch?
import { describe, expect, test } from 'vitest';
import {
  bucketNameOf,
  bucketPolicy,
  keyPolicy,
  type PolicyDocument,
} from '../../../infra/foundation/extract-store-policies.ts';

const bucketArn = 'arn:aws:s3:::practicum-test-extracts-123456789012';
const keyArn = 'arn:aws:kms:eu-central-1:123456789012:key/ours';
const document = bucketPolicy({ bucketArn, keyArn });

/** IAM as far as these documents use it: all conditions of a statement must hold, a missing key satisfies "not equals". */
const operators: Record<string, (actual: string | undefined, wanted: string) => boolean> = {
  Bool: (actual, wanted) => actual === wanted,
  StringNotEquals: (actual, wanted) => actual !== wanted,
  NumericLessThan: (actual, wanted) => actual !== undefined && Number(actual) < Number(wanted),
  Null: (actual, wanted) => (actual === undefined) === (wanted === 'true'),
};

const matches = (patterns: string | string[], value: string) =>
  [patterns]
    .flat()
    .some((pattern) => new RegExp(`^${pattern.replaceAll('.', '[.]').replaceAll('*', '.*')}$`).test(value));

function refusals(policy: PolicyDocument, action: string, resource: string, context: Record<string, string>): string[] {
  return policy.Statement.filter(
    ({ Effect, Action, Resource, Condition = {} }) =>
      Effect === 'Deny' &&
      matches(Action, action) &&
      matches(Resource, resource) &&
      Object.entries(Condition).every(([operator, keys]) =>
        Object.entries(keys).every(([key, wanted]) => operators[operator]?.(context[key], wanted)),
      ),
  ).map(({ Sid }) => Sid);
}

const tls = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' };
const upload = (context: Record<string, string>) =>
  refusals(document, 's3:PutObject', `${bucketArn}/ext_1/manifest.json`, { ...tls, ...context });
const ALGORITHM = 's3:x-amz-server-side-encryption';
const KEY = 's3:x-amz-server-side-encryption-aws-kms-key-id';

describe('the bucket', () => {
  test.each([
    ['names no encryption, so that the default (our key) applies', {}],
    ['names our key', { [ALGORITHM]: 'aws:kms', [KEY]: keyArn }],
  ])('takes an upload that %s', (_, context) => {
    expect(upload(context)).toEqual([]);
  });

  // mutants: each of the three upload statements removed, caught by the row that names it.
  test.each([
    ['another key', { [ALGORITHM]: 'aws:kms', [KEY]: `${keyArn}-not` }, 'DenyAnotherKey'],
    ["Amazon's key, by naming KMS without a key", { [ALGORITHM]: 'aws:kms' }, 'DenyAlgorithmWithoutKey'],
    ['no KMS key at all', { [ALGORITHM]: 'AES256' }, 'DenyAlgorithmWithoutKey'],
    [
      'a key that the caller keeps',
      { 's3:x-amz-server-side-encryption-customer-algorithm': 'AES256' },
      'DenyKeyOfTheCaller',
    ],
  ])('refuses an upload under %s', (_, context, sid) => {
    expect(upload(context)).toEqual([sid]);
  });

  // mutant: the TLS statements name only the objects, caught by the bucket itself.
  test.each([bucketArn, `${bucketArn}/ext_1/manifest.json`])(
    'refuses plain and old TLS for every action on %s',
    (resource) => {
      for (const action of ['s3:GetObject', 's3:ListBucket', 's3:DeleteObject']) {
        expect(refusals(document, action, resource, { 'aws:SecureTransport': 'false' })).toEqual(['DenyWithoutTls']);
        expect(refusals(document, action, resource, { ...tls, 's3:TlsVersion': '1.1' })).toEqual(['DenyOldTls']);
        expect(refusals(document, action, resource, tls)).toEqual([]);
      }
    },
  );

  test('grants nothing to anybody', () => {
    expect(document.Statement.filter(({ Effect }) => Effect !== 'Deny')).toEqual([]);
  });

  test('has a name that S3 accepts, with the longest installation too', () => {
    const name = bucketNameOf({ installation: 'a'.repeat(24), account: '123456789012' });
    expect(name).toMatch(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/);
  });
});

describe('the key', () => {
  const policy = keyPolicy({ partition: 'aws-us-gov', account: '123456789012', region: 'us-gov-west-1' });
  const use = (action: string, context: Record<string, string>) => refusals(policy, action, '*', context);

  // mutant: the Deny without its condition, caught by the use through S3; without GenerateDataKey*, by the direct use.
  test('opens data only on behalf of S3 in its region', () => {
    const throughS3 = { 'kms:ViaService': 's3.us-gov-west-1.amazonaws.com' };
    for (const action of ['kms:Decrypt', 'kms:GenerateDataKeyWithoutPlaintext']) {
      expect(use(action, throughS3)).toEqual([]);
      expect(use(action, {})).toEqual(['DenyDataOutsideS3']);
      expect(use(action, { 'kms:ViaService': 'ebs.us-gov-west-1.amazonaws.com' })).toEqual(['DenyDataOutsideS3']);
    }
  });

  test('never locks its own administrators out', () => {
    for (const action of ['kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion', 'kms:DescribeKey'])
      expect(use(action, {})).toEqual([]);
    expect(policy.Statement[0]).toMatchObject({
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws-us-gov:iam::123456789012:root' },
      Action: 'kms:*',
    });
  });
});
