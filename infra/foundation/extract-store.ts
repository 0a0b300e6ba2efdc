// The bucket that keeps sealed extracts, under a key of its own.
import { getCallerIdentityOutput } from '@pulumi/aws/getCallerIdentity.js';
import { getPartitionOutput } from '@pulumi/aws/getPartition.js';
import { getRegionOutput } from '@pulumi/aws/getRegion.js';
import { Alias, Key } from '@pulumi/aws/kms/index.js';
import {
  Bucket,
  BucketLifecycleConfiguration,
  BucketOwnershipControls,
  BucketPolicy,
  BucketPublicAccessBlock,
  BucketServerSideEncryptionConfiguration,
  BucketVersioning,
} from '@pulumi/aws/s3/index.js';
import { ComponentResource, type ComponentResourceOptions, jsonStringify, type Output, output } from '@pulumi/pulumi';
import { installationTags } from '../installation-tags.ts';
import { bucketNameOf, bucketPolicy, keyPolicy } from './extract-store-policies.ts';
import type { FoundationConfig } from './foundation-config.ts';

/** Days in which a deleted key can be called back: without it every extract is lost. KMS allows no more. */
const KEY_DELETION_DAYS = 30;

/** A destroy is refused by S3 while the bucket holds anything: extracts are removed on purpose or not at all. */
export class ExtractStore extends ComponentResource {
  readonly bucketName: Output<string>;
  readonly bucketArn: Output<string>;
  readonly keyArn: Output<string>;

  constructor(name: string, config: FoundationConfig, options?: ComponentResourceOptions) {
    super('practicum:foundation:ExtractStore', name, {}, options);
    const parent = { parent: this };
    const tags = installationTags(config.installation);
    const account = getCallerIdentityOutput({}, parent).accountId;
    const { partition } = getPartitionOutput({}, parent);
    const { region } = getRegionOutput({}, parent);

    const key = new Key(
      name,
      {
        description: `Sealed extracts of ${config.installation}`,
        enableKeyRotation: true,
        deletionWindowInDays: KEY_DELETION_DAYS,
        policy: jsonStringify(output({ partition, account, region }).apply(keyPolicy)),
        tags,
      },
      parent,
    );
    new Alias(name, { name: `alias/practicum-${config.installation}-extracts`, targetKeyId: key.keyId }, parent);

    const bucket = new Bucket(
      name,
      {
        bucket: account.apply((account) => bucketNameOf({ installation: config.installation, account })),
        // Can only be switched on at creation; it locks nothing until an object or a default retention says so.
        objectLockEnabled: true,
        forceDestroy: false,
        tags,
      },
      parent,
    );
    const of = { bucket: bucket.id };
    const versioning = new BucketVersioning(name, { ...of, versioningConfiguration: { status: 'Enabled' } }, parent);
    new BucketOwnershipControls(name, { ...of, rule: { objectOwnership: 'BucketOwnerEnforced' } }, parent);
    new BucketServerSideEncryptionConfiguration(
      name,
      {
        ...of,
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.arn },
            bucketKeyEnabled: true,
          },
        ],
      },
      parent,
    );
    const closed = new BucketPublicAccessBlock(
      name,
      { ...of, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      parent,
    );
    // S3 answers 409 to a policy and an access block at the same moment: one after the other.
    new BucketPolicy(
      name,
      { ...of, policy: jsonStringify(output({ bucketArn: bucket.arn, keyArn: key.arn }).apply(bucketPolicy)) },
      { ...parent, dependsOn: [closed] },
    );
    new BucketLifecycleConfiguration(
      name,
      {
        ...of,
        rules: [
          {
            id: 'remove-incomplete-uploads',
            status: 'Enabled',
            filter: { prefix: '' },
            abortIncompleteMultipartUpload: { daysAfterInitiation: config.incompleteUploadDays },
          },
        ],
      },
      { ...parent, dependsOn: [versioning] },
    );

    this.bucketName = bucket.bucket;
    this.bucketArn = bucket.arn;
    this.keyArn = key.arn;
    this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn, keyArn: this.keyArn });
  }
}
