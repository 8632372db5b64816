import { describe, expect, test } from 'vitest';
import { droppedFiles, pickedFolder } from './dropped.files.js';

const photo = (name: string, path = ''): File =>
  Object.assign(new File(['x'], name, { type: 'image/jpeg' }), { webkitRelativePath: path });

const fileEntry = (name: string): object => ({
  ...{ isFile: true, isDirectory: false, name },
  file: (resolve: (file: File) => void) => resolve(photo(name)),
});
/** Returns its entries as browsers do: a hundred at a time, and none at the end. */
const folderEntry = (name: string, entries: object[]): object => ({
  ...{ isFile: false, isDirectory: true, name },
  createReader: () => {
    const left = [...entries];
    return { readEntries: (resolve: (some: object[]) => void) => resolve(left.splice(0, 100)) };
  },
});
const drop = (
  entries: (object | null)[],
  files: File[],
): Promise<{ files: File[]; fromFolders: { file: File; album: string }[] }> =>
  droppedFiles({
    items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })),
    files,
  } as unknown as DataTransfer);

describe('what is dropped', () => {
  test('brings every photo of a folder, however many, and each under its own folder', async () => {
    const many = Array.from({ length: 250 }, (_, index) => fileEntry(`${index}.jpg`));
    const wedding = folderEntry('Wedding', [
      folderEntry('Dance', [fileEntry('d.jpg'), folderEntry('Late', [fileEntry('l.jpg')])]),
      ...many,
    ]);
    const { files, fromFolders } = await drop([wedding], [new File([''], 'Wedding')]);
    expect(files).toEqual([]);
    expect(fromFolders).toHaveLength(252);
    expect(fromFolders.slice(0, 3).map(({ file, album }) => [album, file.name])).toEqual([
      ['Wedding/Dance', 'd.jpg'],
      ['Wedding/Dance/Late', 'l.jpg'],
      ['Wedding', '0.jpg'],
    ]);
    expect(fromFolders.at(-1)?.file.name).toBe('249.jpg');
  });

  test('keeps single photos beside a folder, even one with the folder’s name', async () => {
    const folder = folderEntry('Cake', [fileEntry('c.jpg')]);
    const { files, fromFolders } = await drop(
      [fileEntry('a.jpg'), folder, null],
      [photo('a.jpg'), new File([''], 'Cake'), photo('Cake'), new File(['?'], 'no type')],
    );
    expect(files.map(({ name, type }) => [name, type])).toEqual([
      ['a.jpg', 'image/jpeg'],
      ['Cake', 'image/jpeg'],
      ['no type', ''],
    ]);
    expect(fromFolders.map(({ album }) => album)).toEqual(['Cake']);
  });

  test('that cannot be read is an error, not a folder with less in it', async () => {
    const gone = {
      ...fileEntry('a.jpg'),
      file: (_: unknown, reject: (error: Error) => void) => reject(new Error('gone')),
    };
    await expect(drop([folderEntry('Cake', [gone])], [])).rejects.toThrow('gone');
    const shut = {
      ...folderEntry('Cake', []),
      createReader: () => ({
        readEntries: (_: unknown, reject: (error: Error) => void) => reject(new Error('shut')),
      }),
    };
    await expect(drop([shut], [])).rejects.toThrow('shut');
  });
});

test('a picked folder gives each file the path it had', () => {
  const files = [photo('a.jpg', 'Wedding/a.jpg'), photo('b.jpg', 'Wedding/Dance/b.jpg'), photo('c.jpg')];
  expect(pickedFolder(files).map(({ file, album }) => [file.name, album])).toEqual([
    ['a.jpg', 'Wedding'],
    ['b.jpg', 'Wedding/Dance'],
    ['c.jpg', ''],
  ]);
});
