import { expect, test } from 'vitest';
import { parseSettings } from '@visage/contracts/setting.contract';
import { driveSyncEnvSchema } from './env.js';

const read = (account: string) =>
  parseSettings(driveSyncEnvSchema, { ...BASE, GOOGLE_SERVICE_ACCOUNT: account }).GOOGLE_SERVICE_ACCOUNT;
const BASE = {
  DATABASE_URL: 'postgresql://x@127.0.0.1/x',
  REDIS_URL: 'redis://127.0.0.1:6379',
  KEY_STORE: 'keys',
};
const account = JSON.stringify({
  client_email: 'v@project.iam.gserviceaccount.com',
  private_key: '-----BEGIN PRIVATE KEY-----',
});

test('a service account pasted wrongly stops the start and names the variable, without repeating the secret', () => {
  expect(read(account)?.client_email).toMatch(/^v@/);
  expect(read('')).toBeUndefined();
  for (const wrong of ['secret-not-json', '{"private_key":"secret"}']) {
    const start = (): unknown => read(wrong);
    expect(start).toThrow(/GOOGLE_SERVICE_ACCOUNT/);
    expect(start).not.toThrow(/secret/);
  }
});
