import { expect, test } from 'vitest';
import { missingForMirror } from './mirror.draft.js';

test('a mirror is offered as soon as nothing is missing, and says what is', () => {
  const folder = { id: 'x' };
  const albumId = 'a';
  expect(missingForMirror({ direction: 'fromDrive', folder }, ['export'])).toBe('import');
  expect(missingForMirror({ direction: 'fromDrive', albumId }, ['import'])).toBe('folder');
  expect(missingForMirror({ direction: 'fromDrive', folder }, ['import'])).toBeNull();
  expect(missingForMirror({ direction: 'toDrive', albumId }, ['import'])).toBe('export');
  expect(missingForMirror({ direction: 'toDrive', albumId }, ['export'])).toBeNull();
  expect(missingForMirror({ direction: 'toDrive' }, ['export'])).toBe('choice');
  expect(missingForMirror({ direction: 'toDrive', albumId, folder }, ['import', 'export'])).toBe('mirror');
  expect(missingForMirror({ direction: 'both', folder }, ['import', 'export'])).toBe('mirror');
  expect(missingForMirror({ direction: 'both', folder }, ['mirror'])).toBeNull();
  expect(missingForMirror({ direction: 'toDrive', albumId }, ['mirror'], true)).toBe('folder');
});
