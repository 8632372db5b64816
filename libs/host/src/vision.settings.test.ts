import { expect, test } from 'vitest';
import { defaultThreads, photoLimitsOf, visionEnvSchema } from './vision.settings.js';

test('uses every processor, but takes no more than half of a small machine', () => {
  expect(defaultThreads(2, 24e9)).toBe(2);
  expect(defaultThreads(16, 4e9)).toBe(4);
  expect(defaultThreads(4, 0.5e9)).toBe(1);
  expect(defaultThreads()).toBeGreaterThanOrEqual(1);
});

test('limits on a photo are those of the settings, and the safe ones where nothing is said', () => {
  const safe = photoLimitsOf({});
  expect(photoLimitsOf({ PHOTO_MAX_BYTES: 1, PHOTO_MAX_PIXELS: 2, PHOTO_TIMEOUT_MS: 3 })).toEqual({
    maxBytes: 1,
    maxPixels: 2,
    timeoutMs: 3,
  });
  expect(photoLimitsOf({ PHOTO_TIMEOUT_MS: 3 })).toEqual({ ...safe, timeoutMs: 3 });
  const folders = { MODELS_DIR: 'models', MODEL_CACHE_DIR: 'cache' };
  expect(visionEnvSchema.parse({ ...folders, VISION_THREADS: '4' }).VISION_THREADS).toBe(4);
  expect(visionEnvSchema.parse({ ...folders, VISION_THREADS: '' }).VISION_THREADS).toBeUndefined();
  for (const threads of ['0', '257', '1.5'])
    expect(visionEnvSchema.safeParse({ ...folders, VISION_THREADS: threads }).success).toBe(false);
});
