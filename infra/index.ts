// The program that `pulumi up` runs: the foundation of one installation.
import { runtime } from '@pulumi/pulumi';
import { ExtractStore } from './foundation/extract-store.ts';
import { parseFoundationConfig } from './foundation/foundation-config.ts';

const store = new ExtractStore('extracts', parseFoundationConfig(runtime.allConfig()));

export const extractBucket = store.bucketName;
export const extractBucketArn = store.bucketArn;
export const extractKeyArn = store.keyArn;
