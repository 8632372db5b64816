import { storageSettingSchema } from '@visage/contracts/setting.contract';
import { expect, test } from 'vitest';
import { storageSettingsOf } from './storage.settings.js';

const KEYS = { S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'secret' };

const of = (environment: Record<string, string>) =>
  storageSettingsOf(storageSettingSchema.parse(environment));

test('photos lie in the folder, or in the bucket as soon as one is named', () => {
  expect(of({ STORAGE_DIR: '/photos' })).toEqual({ kind: 'disk', root: '/photos' });
  const bucket = { kind: 's3', bucket: 'photos', accessKeyId: 'id', secretAccessKey: 'secret' };
  const ofAmazon = { ...bucket, region: 'eu-central-1', endpoint: 'https://s3.eu-central-1.amazonaws.com' };
  expect(of({ ...KEYS, STORAGE_DIR: '/photos', S3_BUCKET: 'photos', S3_REGION: 'eu-central-1' })).toEqual(
    ofAmazon,
  );
  const own = { ...KEYS, S3_BUCKET: 'photos', S3_ENDPOINT: 'http://127.0.0.1:9000' };
  expect(of(own)).toEqual({ ...bucket, region: 'us-east-1', endpoint: 'http://127.0.0.1:9000' });
});

test('nothing starts without a place for photos, and the variable that is missing is named', () => {
  expect(() => of({})).toThrow('set STORAGE_DIR, or S3_BUCKET');
  for (const name of ['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const) {
    expect(() => of({ ...KEYS, S3_BUCKET: 'photos', [name]: '' })).toThrow(`so ${name} must be set`);
  }
});
