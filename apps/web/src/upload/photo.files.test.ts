import { describe, expect, it } from 'vitest';
import { isPhotoName, photosOfFolder } from './photo.files.js';

describe('the files of a dropped folder', () => {
  it('takes photos of every kind that cameras and phones write', () => {
    for (const name of [
      'a.jpg',
      'IMG_0001.JPG',
      'b.jpeg',
      'c.HEIC',
      'd.avif',
      'e.webp',
      'f.png',
      'my.photo.tiff',
    ]) {
      expect(isPhotoName(name)).toBe(true);
    }
  });

  it('leaves out what a folder holds besides photos', () => {
    for (const name of ['.DS_Store', '._IMG_1.jpg', 'Thumbs.db', 'notes.txt', 'clip.mov', 'jpg']) {
      expect(isPhotoName(name)).toBe(false);
    }
    const { photos, skipped } = photosOfFolder(
      ['a.jpg', 'Thumbs.db'].map((name) => ({ file: new File(['x'], name), album: 'Dance' })),
    );
    expect(photos.map(({ file, album }) => [file.name, album])).toEqual([['a.jpg', 'Dance']]);
    expect(skipped).toBe(1);
  });
});
