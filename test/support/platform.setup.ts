/** @module One platform for all end-to-end tests: `./visage up` on a fresh folder, its storage on a real S3 server. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Settings } from '@visage/storage/s3.client';
import { startRadosgw } from '@visage/testing/radosgw.server';
import type { TestProject } from 'vitest/node';
import { freePort, repositoryRoot, startPlatform, type Platform } from './platform.js';

declare module 'vitest' {
  interface ProvidedContext {
    platform: Platform & { data: string; s3: S3Settings };
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const data = await mkdtemp(join(tmpdir(), 'visage-e2e-'));
  const s3 = await startRadosgw({ cacheDir: join(repositoryRoot, '.cache') });
  const env = {
    S3_ENDPOINT: s3.endpoint,
    S3_REGION: 'us-east-1',
    S3_BUCKET: 'visage-e2e',
    S3_ACCESS_KEY_ID: s3.accessKeyId,
    S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
  };
  const platform = await startPlatform({ data, port: await freePort(), env });
  const { process: _process, stop, ...facts } = platform;
  const { endpoint, accessKeyId, secretAccessKey } = s3;
  project.provide('platform', {
    ...facts,
    data,
    s3: { endpoint, accessKeyId, secretAccessKey, region: env.S3_REGION, bucket: env.S3_BUCKET },
  });
  return async () => {
    await stop();
    await s3.stop();
    await rm(data, { recursive: true, force: true });
  };
}
