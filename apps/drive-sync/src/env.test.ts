import { expect, test } from 'vitest';
import { readEnv } from './env.js';

const BASE = { DATABASE_URL: 'postgresql://x@127.0.0.1/x', REDIS_URL: 'redis://127.0.0.1:6379' };
const account = JSON.stringify({
  client_email: 'v@project.iam.gserviceaccount.com',
  private_key: '-----BEGIN PRIVATE KEY-----',
});

test('a service account pasted wrongly stops the start and names the variable, without repeating the secret', () => {
  expect(readEnv({ ...BASE, GOOGLE_SERVICE_ACCOUNT: account }).GOOGLE_SERVICE_ACCOUNT?.client_email).toMatch(
    /^v@/,
  );
  expect(readEnv({ ...BASE, GOOGLE_SERVICE_ACCOUNT: '' }).GOOGLE_SERVICE_ACCOUNT).toBeUndefined();
  for (const wrong of ['secret-not-json', '{"private_key":"secret"}']) {
    const start = (): unknown => readEnv({ ...BASE, GOOGLE_SERVICE_ACCOUNT: wrong });
    expect(start).toThrow(/GOOGLE_SERVICE_ACCOUNT/);
    expect(start).not.toThrow(/secret/);
  }
});
