import { expect, test } from 'vitest';
import { driveImportCreateSchema } from './drive-import.contract.js';
import { driveMirrorCreateSchema } from './drive-mirror.contract.js';
import { personUpdateSchema } from './person.contract.js';

const ID = '1AbC_dEf-GhIjKl';

test.each([
  ID,
  ` ${ID} `,
  `https://drive.google.com/drive/folders/${ID}`,
  `https://drive.google.com/drive/u/12/folders/${ID}?usp=sharing`,
  `https://drive.google.com/drive/folders/${ID}#top`,
])('a folder of Drive is understood as it is pasted: %j', (folderId) => {
  expect(driveImportCreateSchema.parse({ folderId })).toEqual({ folderId: ID });
});

test.each([
  'short',
  `https://example.org/drive/folders/${ID}`,
  `${ID}' or name contains '`,
  `see https://drive.google.com/drive/folders/${ID}`,
])('what is not a Drive folder is refused, with what to paste: %j', (folderId) => {
  expect(driveImportCreateSchema.safeParse({ folderId }).error?.issues[0]?.message).toContain(
    'paste its link',
  );
});

test('a mirror is made of an album, a folder, or both, and not of nothing', () => {
  const albumId = '0d8f1d5e-6f3c-4a7c-9a53-2f5b8f1d5e6f';
  const folder = { id: ID, name: 'Wedding' };
  const direction = 'both';
  for (const made of [{ albumId }, { folder }, { albumId, folder }])
    expect(driveMirrorCreateSchema.parse({ direction, ...made })).toEqual({ direction, ...made });
  expect(driveMirrorCreateSchema.safeParse({ direction }).error?.issues).toMatchObject([
    { path: ['albumId'], message: 'Choose an album, a folder, or both.' },
  ]);
});

test('a change of a person must say what to change', () => {
  expect(personUpdateSchema.parse({ name: null })).toEqual({ name: null });
  expect(personUpdateSchema.parse({ hidden: false })).toEqual({ hidden: false });
  expect(personUpdateSchema.safeParse({}).error?.issues[0]?.message).toContain('Say what to change');
});
