import { expect, test } from 'vitest';
import { detectVersion, embedVersion } from './pipeline.version.js';

const detector = { name: 'scrfd', version: '2' };
const landmarks = { name: 'mesh', version: '1' };
const embedder = { alignment: undefined, input: { width: 112, height: 112 } } as Parameters<
  typeof detectVersion
>[0]['embedder'];
const models = { detector, landmarks, embedder };

test('photos are looked at again when detector, landmarks or the embedder’s template change, and not otherwise', () => {
  const current = detectVersion(models);
  expect(current).toMatch(/^\d+:scrfd@2:mesh@1:arcface-112-112$/);
  expect(detectVersion({ ...models, embedder: { ...embedder } })).toBe(current);
  const others = [
    { ...models, detector: { ...detector, version: '3' } },
    { ...models, detector: { ...detector, name: 'other' } },
    { ...models, landmarks: { ...landmarks, version: '2' } },
    { ...models, landmarks: { ...landmarks, name: 'other' } },
    { ...models, embedder: { ...embedder, input: { ...embedder.input, width: 160 } } },
    { ...models, embedder: { ...embedder, alignment: 'facenet-96' as const } },
  ].map(detectVersion);
  expect(new Set([current, ...others]).size).toBe(others.length + 1);
});

test('faces are embedded again when either network changes, or a second one comes or goes', () => {
  const [one, two] = [
    { name: 'one', version: '1' },
    { name: 'two', version: '7' },
  ];
  expect(embedVersion(one)).toMatch(/^\d+:one@1$/);
  expect(embedVersion(one, two)).toBe(`${embedVersion(one)}:two@7`);
  expect(embedVersion({ ...one, version: '2' })).not.toBe(embedVersion(one));
});
