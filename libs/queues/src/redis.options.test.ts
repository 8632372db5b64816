import { expect, test } from 'vitest';
import { redisOptionsOf } from './redis.options.js';

test('a Redis with a password full of special characters and TLS can be reached by every client', () => {
  expect(redisOptionsOf('rediss://app:p%40s%2Fs@cache.example.org:6380/2')).toEqual({
    host: 'cache.example.org',
    port: 6380,
    username: 'app',
    password: 'p@s/s',
    db: 2,
    tls: {},
  });
  expect(redisOptionsOf('redis://[::1]')).toEqual({ host: '::1', port: 6379, db: 0 });
});
