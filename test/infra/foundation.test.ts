// The whole foundation program under Pulumi's mocks: what it would ask of AWS.
import { runtime } from '@pulumi/pulumi';
import { beforeAll, describe, expect, test } from 'vitest';

type Inputs = Record<string, unknown>;
const created: { type: string; name: string; inputs: Inputs }[] = [];
const outputs: Record<string, unknown> = {};

const calls: Record<string, Inputs> = {
  'aws:index/getCallerIdentity:getCallerIdentity': { accountId: '123456789012' },
  'aws:index/getPartition:getPartition': { partition: 'aws' },
  'aws:index/getRegion:getRegion': { region: 'eu-central-1' },
};

beforeAll(async () => {
  await runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        created.push({ type, name, inputs });
        return { id: `id-of-${type}`, state: { ...inputs, arn: `arn-of-${type}`, keyId: 'key-id' } };
      },
      call: ({ token }) => calls[token] ?? {},
    },
    'practicum',
    'test',
  );
  runtime.setAllConfig({ 'practicum:installation': 'north-bank' });
  const program = await import('../../infra/index.ts');
  for (const [name, value] of Object.entries(program)) {
    outputs[name] = await new Promise((resolve) => value.apply(resolve));
  }
  await runtime.disconnect(); // drains what is still being registered
});

function one(type: string): Inputs {
  const found = created.filter((resource) => resource.type === type);
  expect(found, type).toHaveLength(1);
  return found[0]?.inputs ?? {};
}

const BUCKET = 'aws:s3/bucket:Bucket';
const KEY = 'aws:kms/key:Key';

describe('the bucket', () => {
  // mutant: bucketPrefix instead of bucket (a crash would double it), caught here.
  test('has a name that a second creation collides with', () => {
    expect(one(BUCKET)['bucket']).toBe('practicum-north-bank-extracts-123456789012');
  });

  // mutant: versioning Suspended; mutant: objectLockEnabled left out; each caught here.
  test('keeps every version, and can hold objects under lock', () => {
    expect(one('aws:s3/bucketVersioning:BucketVersioning')['versioningConfiguration']).toEqual({ status: 'Enabled' });
    expect(one(BUCKET)['objectLockEnabled']).toBe(true);
  });

  // mutant: forceDestroy true, caught here.
  test('is not destroyed while it holds extracts', () => {
    expect(one(BUCKET)['forceDestroy']).toBe(false);
  });

  // mutant: kmsMasterKeyId left out (Amazon's own key), caught here; mutant: bucketKeyEnabled false, caught here.
  test('encrypts by our key, asking KMS once a bucket rather than once an object', () => {
    expect(
      one('aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration')['rules'],
    ).toEqual([
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: `arn-of-${KEY}` },
        bucketKeyEnabled: true,
      },
    ]);
  });

  // mutant: any one of the four left out, caught here.
  test('is closed to the public in all four ways, and has no access lists', () => {
    expect(one('aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock')).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(one('aws:s3/bucketOwnershipControls:BucketOwnershipControls')['rule']).toEqual({
      objectOwnership: 'BucketOwnerEnforced',
    });
  });

  // mutant: keyArn and bucketArn swapped, caught here.
  test('carries the policy of its own names', () => {
    const policy = String(one('aws:s3/bucketPolicy:BucketPolicy')['policy']);
    const { Statement } = JSON.parse(policy);
    expect(Statement[0].Resource).toEqual([`arn-of-${BUCKET}`, `arn-of-${BUCKET}/*`]);
    expect(policy).toContain(`arn-of-${KEY}`);
  });

  test('removes uploads that never ended, and nothing else', () => {
    expect(one('aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration')['rules']).toEqual([
      {
        id: 'remove-incomplete-uploads',
        status: 'Enabled',
        filter: { prefix: '' },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 2 },
      },
    ]);
  });

  // mutant: one setting without `bucket`, or of another bucket, caught here.
  test('is the one that every setting is of', () => {
    const settings = created.filter(({ type }) => type.startsWith('aws:s3/bucket') && type !== BUCKET);
    expect(settings.map(({ inputs }) => inputs['bucket'])).toEqual(settings.map(() => `id-of-${BUCKET}`));
    expect(settings).toHaveLength(6);
  });
});

describe('the key', () => {
  // mutant: enableKeyRotation false; mutant: deletionWindowInDays 7; each caught here.
  test('rotates, and can be called back for thirty days', () => {
    expect(one(KEY)).toMatchObject({ enableKeyRotation: true, deletionWindowInDays: 30 });
  });

  test('is found by its alias and used only through S3 of its region', () => {
    expect(one('aws:kms/alias:Alias')).toMatchObject({
      name: 'alias/practicum-north-bank-extracts',
      targetKeyId: 'key-id',
    });
    expect(String(one(KEY)['policy'])).toContain('"kms:ViaService":"s3.eu-central-1.amazonaws.com"');
  });
});

// mutant: tags forgotten on the key, caught here.
test('everything that can carry tags names its installation', () => {
  for (const type of [BUCKET, KEY]) expect(one(type)['tags']).toEqual({ 'practicum:installation': 'north-bank' });
});

test('the outputs say where extracts go', () => {
  expect(outputs).toEqual({
    extractBucket: 'practicum-north-bank-extracts-123456789012',
    extractBucketArn: `arn-of-${BUCKET}`,
    extractKeyArn: `arn-of-${KEY}`,
  });
});
