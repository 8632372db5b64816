import type { Box, Landmarks } from '@visage/contracts/geometry.contract';
import { PhotoError } from '@visage/contracts/photo-error.contract';
import type { SelfieAnalysis, Vision } from '@visage/vision/thread/vision.contract';
import { expect, test } from 'vitest';
import { handleSelfie } from './selfie.handler.js';

const request = { embedder: 'made', image: Buffer.from('a picture').toString('base64') };
const seeing = (
  selfie: () => Promise<SelfieAnalysis>,
  see: (bytes: Uint8Array) => void = () => undefined,
) => ({
  vision: {
    of: async () =>
      ({
        selfie: (bytes: Uint8Array) => {
          see(bytes);
          return selfie();
        },
      }) as Vision,
  },
});

test('the picture is wiped from memory once it was looked at, also when that fails', async () => {
  let seen: Uint8Array = new Uint8Array();
  await handleSelfie(
    request,
    seeing(
      async () => ({ face: null }),
      (bytes) => (seen = bytes),
    ),
  );
  expect([...new Set(seen)]).toEqual([0]);
  const broken = seeing(
    () => Promise.reject(new Error('thread ended')),
    (bytes) => (seen = bytes),
  );
  await expect(handleSelfie(request, broken)).rejects.toThrow('thread ended');
  expect([...new Set(seen)]).toEqual([0]);
});

test('nobody in the picture, and a file that is no picture, are answers and no errors', async () => {
  expect(
    await handleSelfie(
      request,
      seeing(async () => ({ face: null })),
    ),
  ).toEqual({ outcome: 'no-face' });
  const refusal = new PhotoError('not-an-image', 'This is not a picture.');
  expect(
    await handleSelfie(
      request,
      seeing(() => Promise.reject(refusal)),
    ),
  ).toEqual({
    outcome: 'refused',
    reason: 'This is not a picture.',
  });
});

test('a request of another form is refused', async () => {
  await expect(
    handleSelfie(
      { embedder: 'made', image: '***' },
      seeing(async () => ({ face: null })),
    ),
  ).rejects.toThrow();
});

test('the face that was found is told with how well it is seen, and how many there are', async () => {
  const asked: string[] = [];
  const landmarks: Landmarks = [
    [0, 0],
    [1, 0],
    [0, 1],
    [0, 2],
    [1, 2],
  ];
  const face = {
    box: [0, 0, 9, 9] as Box,
    score: 1,
    landmarks,
    quality: 0.75,
    aligned: new Uint8Array(),
    embedding: Float32Array.of(0.5, -0.5),
  };
  const { vision } = seeing(
    async () => ({ face, count: 3 }),
    (bytes) => asked.push(Buffer.from(bytes).toString()),
  );
  const of = (embedder: string): Promise<Vision> => {
    asked.push(embedder);
    return vision.of();
  };
  expect(await handleSelfie(request, { vision: { of } })).toEqual({
    outcome: 'face',
    embedding: [0.5, -0.5],
    quality: 0.75,
    faces: 3,
  });
  expect(asked).toEqual(['made', 'a picture']);
});
