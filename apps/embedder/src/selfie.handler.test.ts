import type { Box } from '@visage/contracts/geometry.contract';
import { PhotoError } from '@visage/contracts/photo-error.contract';
import type { SelfieAnalysis, SelfieFace, Vision } from '@visage/vision/thread/vision.contract';
import type { SelfieFault } from '@visage/contracts/selfie.contract';
import { expect, test } from 'vitest';
import { handleSelfie } from './selfie.handler.js';

const NOBODY: SelfieAnalysis = { width: 200, height: 100, faces: [], fault: 'too-dark' };
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
      async () => NOBODY,
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
      seeing(async () => NOBODY),
    ),
  ).toEqual({ outcome: 'no-face', fault: 'too-dark' });
  const refusal = new PhotoError('not-an-image', 'This is not a picture.');
  expect(
    await handleSelfie(
      request,
      seeing(() => Promise.reject(refusal)),
    ),
  ).toEqual({
    outcome: 'refused',
    code: 'not-an-image',
    reason: 'This is not a picture.',
  });
});

test('a request of another form is refused', async () => {
  await expect(
    handleSelfie(
      { embedder: 'made', image: '***' },
      seeing(async () => NOBODY),
    ),
  ).rejects.toThrow();
});

test('each face is told with its place, what it looks like, and what speaks against it', async () => {
  const asked: string[] = [];
  const face = (box: Box, fault: SelfieFault | null, embedding: number[]): SelfieFace => ({
    ...{ box, fault, embedding: Float32Array.from(embedding), crop: Buffer.from('a crop') },
    ...{ score: 1, quality: 0.75, aligned: new Uint8Array() },
    landmarks: [
      [0, 0],
      [1, 0],
      [0, 1],
      [0, 2],
      [1, 2],
    ],
  });
  const faces = [face([20, 10, 40, 50], null, [0.5, -0.5]), face([150, 50, 20, 25], 'blurred', [0, 1])];
  const { vision } = seeing(
    async () => ({ ...NOBODY, faces }),
    (bytes) => asked.push(Buffer.from(bytes).toString()),
  );
  const of = (embedder: string): Promise<Vision> => {
    asked.push(embedder);
    return vision.of();
  };
  const crop = Buffer.from('a crop').toString('base64');
  expect(await handleSelfie(request, { vision: { of } })).toEqual({
    outcome: 'faces',
    faces: [
      { box: [0.1, 0.1, 0.2, 0.5], embedding: [0.5, -0.5], fault: null, crop },
      { box: [0.75, 0.5, 0.1, 0.25], embedding: [0, 1], fault: 'blurred', crop },
    ],
  });
  expect(asked).toEqual(['made', 'a picture']);
});
