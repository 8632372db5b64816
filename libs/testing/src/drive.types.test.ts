import type { drive_v3 } from '@googleapis/drive';
import { expect, expectTypeOf, test } from 'vitest';
import {
  describeFile,
  FILE_FIELDS,
  type DescribedAbout,
  type DescribedChangeList,
  type DescribedChannel,
  type DescribedDriveList,
  type DescribedFile,
  type DescribedFileList,
} from './drive.describe.js';
import { DriveFiles } from './drive.files.js';

test('what the fake server answers matches the declared types of the real API', () => {
  expectTypeOf<DescribedFile>().toExtend<drive_v3.Schema$File>();
  expectTypeOf<keyof DescribedFile>().toExtend<keyof drive_v3.Schema$File>();
  expectTypeOf<DescribedFileList>().toExtend<drive_v3.Schema$FileList>();
  expectTypeOf<DescribedChangeList>().toExtend<drive_v3.Schema$ChangeList>();
  expectTypeOf<keyof DescribedChangeList['changes'][number]>().toExtend<keyof drive_v3.Schema$Change>();
  expectTypeOf<DescribedAbout>().toExtend<drive_v3.Schema$About>();
  expectTypeOf<DescribedChannel>().toExtend<drive_v3.Schema$Channel>();
  expectTypeOf<DescribedDriveList>().toExtend<drive_v3.Schema$DriveList>();
  expectTypeOf<(typeof FILE_FIELDS)[number]>().toExtend<keyof drive_v3.Schema$File>();
});

test('every field in an answer may also be asked for', () => {
  const files = new DriveFiles();
  const entry = files.add({
    name: 'a.jpg',
    mimeType: 'image/jpeg',
    parents: ['root'],
    content: Buffer.from('a'),
  });
  entry.properties['a'] = 'b';
  entry.appProperties.set('client', { a: 'b' });
  const answered = Object.keys(describeFile(entry, files, 'client'));
  expect(answered.filter((name) => !(FILE_FIELDS as readonly string[]).includes(name))).toEqual([]);
});
