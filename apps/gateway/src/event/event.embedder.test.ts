import { join } from 'node:path';
import { loadManifest } from '@visage/models/model.manifest';
import { expect, test } from 'vitest';
import { defaultEmbedder, knownEmbedder } from './event.embedder.js';

const manifest = await loadManifest(join(import.meta.dirname, '../../../../models/manifest.json'));

test('new events compare faces with the network of the settings, or the default; one that is none ends the start', () => {
  expect(defaultEmbedder(manifest, undefined)).toBe(manifest.defaults.embedder);
  expect(defaultEmbedder(manifest, 'facenet')).toBe('facenet');
  expect(() => defaultEmbedder(manifest, 'rfb-320')).toThrow(
    'has the role "detector", choose "mobilefacenet" or',
  );
  expect(() => defaultEmbedder(manifest, 'nonsense')).toThrow('nonsense');
});

test('an event may name one of the networks that compare faces, and nothing else', () => {
  expect(knownEmbedder(manifest, 'facenet')).toBe('facenet');
  for (const name of ['rfb-320', 'nonsense', ''])
    expect(() => knownEmbedder(manifest, name)).toThrow(`There is no embedder "${name}"; choose`);
});
