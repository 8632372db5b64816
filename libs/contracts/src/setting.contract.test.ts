import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  healthSettingSchema,
  parseSettings,
  publicUrlSettingSchema,
  redisSettingSchema,
  SettingError,
} from './setting.contract.js';

describe('settings of the environment', () => {
  test('that are empty, as compose files leave them, are not set', () => {
    expect(parseSettings(healthSettingSchema, { HEALTH_PORT: '' })).toEqual({});
    expect(parseSettings(healthSettingSchema, { HEALTH_PORT: '8080' })).toEqual({ HEALTH_PORT: 8080 });
  });

  test('name the address of guests without a path', () => {
    expect(
      parseSettings(publicUrlSettingSchema, { PUBLIC_URL: 'https://photos.example.org:8443/g/?x=1' }),
    ).toEqual({
      PUBLIC_URL: 'https://photos.example.org:8443',
    });
  });

  test('that are wrong are all named at once, and their values are not repeated', () => {
    const schema = redisSettingSchema.extend({
      SECRET: z.string(),
      HEALTH_PORT: healthSettingSchema.shape.HEALTH_PORT,
    });
    const environment = { REDIS_URL: 'http://user:hunter2@cache', HEALTH_PORT: '65536' };
    let refusal: unknown;
    try {
      parseSettings(schema, environment);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(SettingError);
    const lines = String(refusal).split('\n');
    expect(lines[0]).toBe('SettingError: settings of the environment are wrong:');
    expect(lines.slice(1).sort()).toEqual([
      expect.stringMatching(/^ {2}HEALTH_PORT: (?!is not set)/),
      expect.stringMatching(/^ {2}REDIS_URL: (?!is not set)/),
      '  SECRET: is not set',
    ]);
    expect(String(refusal)).not.toContain('hunter2');
  });

  test('that contradict each other are reported without a name', () => {
    const schema = z.object({ A: z.string().optional() }).refine(({ A }) => A !== 'x', 'not like this');
    expect(() => parseSettings(schema, { A: 'x' })).toThrow('wrong:\n  settings: not like this');
  });
});
