import { expect, test } from 'vitest';
import { childEnvironment, EnvironmentError, readEnvironment } from './env.js';

test('variables that are set count, empty ones do not, and other variables are ignored', () => {
  const set = {
    DATABASE_URL: 'postgres://a@b/c',
    REDIS_URL: 'rediss://r',
    PORT: '8080',
    LOG_LEVEL: 'debug',
    S3_BUCKET: ' photos ',
  };
  expect(readEnvironment({ ...set, HOST: '', PATH: '/bin' })).toEqual({
    ...set,
    PORT: 8080,
    S3_BUCKET: 'photos',
  });
  expect(readEnvironment({})).toEqual({});
});

test('everything that is wrong is named at once, before anything is started', () => {
  const wrong = {
    DATABASE_URL: 'mysql://a',
    REDIS_URL: 'localhost',
    PORT: '70000',
    LOG_LEVEL: 'loud',
    PUBLIC_URL: 'photos',
    HOST: ' ',
  };
  let message = '';
  try {
    readEnvironment(wrong);
  } catch (error) {
    expect(error).toBeInstanceOf(EnvironmentError);
    message = String(error);
  }
  for (const name of Object.keys(wrong)) expect(message).toContain(`${name}: `);
  expect(message).toContain('must begin with postgresql://');
  for (const PORT of ['0', '1.5', 'x']) expect(() => readEnvironment({ PORT })).toThrow('PORT');
});

test('a child gets this process’s variables with the overrides on top, and without those removed', () => {
  process.env['VISAGE_TEST_KEPT'] = 'kept';
  process.env['VISAGE_TEST_TAKEN'] = 'here';
  const child = childEnvironment({ VISAGE_TEST_ADDED: 'added', VISAGE_TEST_TAKEN: undefined });
  delete process.env['VISAGE_TEST_KEPT'];
  delete process.env['VISAGE_TEST_TAKEN'];
  expect([child['VISAGE_TEST_KEPT'], child['VISAGE_TEST_ADDED'], 'VISAGE_TEST_TAKEN' in child]).toEqual([
    'kept',
    'added',
    false,
  ]);
});
