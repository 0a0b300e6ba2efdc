// Policy documents of the extract store, as pure functions of the names they protect.

type Condition = Record<string, Record<string, string>>;
type Statement = {
  Sid: string;
  Effect: 'Allow' | 'Deny';
  Principal: '*' | { AWS: string };
  Action: string | string[];
  Resource: string | string[];
  Condition?: Condition;
};
export type PolicyDocument = { Version: '2012-10-17'; Statement: Statement[] };

/** S3 bucket names are global: the account makes ours unique, and a second creation collides instead of doubling. */
export function bucketNameOf({ installation, account }: { installation: string; account: string }): string {
  return `practicum-${installation}-extracts-${account}`;
}

/** Refuses plain or old TLS, and every upload under another key than ours. It grants nothing: that is for IAM. */
export function bucketPolicy({ bucketArn, keyArn }: { bucketArn: string; keyArn: string }): PolicyDocument {
  const everything = [bucketArn, `${bucketArn}/*`];
  const objects = `${bucketArn}/*`;
  const denyUpload = (Sid: string, condition: Condition): Statement => ({
    Sid,
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: objects,
    Condition: condition,
  });
  const deny = (Sid: string, condition: Condition): Statement => ({
    Sid,
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: everything,
    Condition: condition,
  });
  const key = 's3:x-amz-server-side-encryption-aws-kms-key-id';
  const algorithm = 's3:x-amz-server-side-encryption';
  return {
    Version: '2012-10-17',
    Statement: [
      deny('DenyWithoutTls', { Bool: { 'aws:SecureTransport': 'false' } }),
      deny('DenyOldTls', { NumericLessThan: { 's3:TlsVersion': '1.2' } }),
      // An upload that names no encryption gets the bucket's default, our key. The trap is one that names an algorithm but no
      // key: "aws:kms" alone means Amazon's key of the account, and "AES256" none of ours. Hence three refusals, not one.
      denyUpload('DenyAnotherKey', { StringNotEquals: { [key]: keyArn }, Null: { [key]: 'false' } }),
      denyUpload('DenyAlgorithmWithoutKey', { Null: { [algorithm]: 'false', [key]: 'true' } }),
      denyUpload('DenyKeyOfTheCaller', { Null: { 's3:x-amz-server-side-encryption-customer-algorithm': 'false' } }),
    ],
  };
}

/** The account administers the key through IAM; data passes through it only on behalf of S3 in this region. */
export function keyPolicy({
  partition,
  account,
  region,
}: {
  partition: string;
  account: string;
  region: string;
}): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        // Without this statement nobody could ever administer the key again, its deletion included.
        Sid: 'AllowAccountByIam',
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Sid: 'DenyDataOutsideS3',
        Effect: 'Deny',
        Principal: '*',
        Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
        Resource: '*',
        Condition: { StringNotEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
      },
    ],
  };
}
